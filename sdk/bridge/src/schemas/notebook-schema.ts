import { Type, type Static } from 'typebox';

/** The query of a request about a notebook file. */
export const NotebookQuery = Type.Object({ path: Type.String({ minLength: 1 }) });

/** The body with a notebook as it is in the page, unsaved edits included, outputs left out. */
export const ParametersRequest = Type.Object({
  path: Type.String({ minLength: 1 }),
  /** The text of the .ipynb file. */
  notebook: Type.String()
});
export type ParametersRequest = Static<typeof ParametersRequest>;
