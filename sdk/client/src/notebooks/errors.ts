import { defineErrors } from '../errors/index.js';

/** What can be wrong with a notebook before it leaves. */
export const notebookErrors = {
  NotebookNotFound: {
    status: 404,
    message: (p: { path: string }) =>
      `There is no notebook at '${p.path}'. Check the path; it is read relative to the current folder.`
  },
  NotebookInvalid: {
    status: 400,
    message: (p: { path: string; reason: string }) =>
      `'${p.path}' is not a notebook that can be submitted: ${p.reason}. Open and save it in JupyterLab (nbformat 4).`
  },
  ParameterUnknown: {
    status: 400,
    message: (p: { name: string; known: string[] }) =>
      p.known.length === 0
        ? `The notebook has no parameter '${p.name}': it has no cell tagged 'parameters' with variables in it. Tag the cell that sets the defaults.`
        : `The notebook has no parameter '${p.name}'. Its parameters are: ${p.known.join(', ')}.`
  },
  ParameterInvalid: {
    status: 400,
    message: (p: { name: string; expected: string; value: string }) =>
      `The parameter '${p.name}' must be ${p.expected}, not ${p.value}. Correct the value and submit again.`
  },
  SnapshotTooLarge: {
    status: 413,
    message: (p: { root: string; what: string; limit: string }) =>
      `The folder '${p.root}' is too large to submit: ${p.what}, and the limit is ${p.limit}. List what the job does not need in an .amlignore file there.`
  },
  SnapshotLinkOutside: {
    status: 400,
    message: (p: { path: string; to: string }) =>
      `The link '${p.path}' leads out of the notebook's folder to '${p.to}'. Copy the files in, or list the link in .amlignore.`
  },
  JobSideMissing: {
    status: 500,
    message: (p: { looked: string[] }) =>
      `The files that run a notebook inside a job are missing; looked in ${p.looked.join(' and ')}. Install carry-ml again.`
  }
};

/** Builds an error of this room. */
export const notebookError = defineErrors(notebookErrors);
