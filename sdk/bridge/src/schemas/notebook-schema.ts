import { Type, type Static } from 'typebox';

/** The query of a request about a notebook file. */
export const NotebookQuery = Type.Object({ path: Type.String({ minLength: 1 }) });

/** The body of excluding a file or folder from the upload of a notebook's folder. */
export const ExcludeRequest = Type.Object({
  /** The notebook. */
  path: Type.String({ minLength: 1 }),
  /** Path relative to the notebook's folder; a folder ends with a slash. */
  exclude: Type.String({ minLength: 1 })
});
export type ExcludeRequest = Static<typeof ExcludeRequest>;

/** The body with a notebook as it is in the page, unsaved edits included, outputs left out. */
export const ParametersRequest = Type.Object({
  path: Type.String({ minLength: 1 }),
  /** The text of the .ipynb file. */
  notebook: Type.String()
});
export type ParametersRequest = Static<typeof ParametersRequest>;
