import { defineErrors } from 'carry-ml/errors';

/** The errors that the bridge itself throws; those of the client pass through with their own codes. */
export const bridgeErrors = {
  BridgeSecretMissing: {
    status: 401,
    message: () =>
      'This bridge serves only the Jupyter server that started it. Open the sidebar in JupyterLab.'
  },
  ForeignOrigin: {
    status: 403,
    message: (p: { origin: string }) =>
      `A page of '${p.origin}' may not send requests to this Jupyter server. Open the sidebar in JupyterLab itself.`
  },
  XsrfMismatch: {
    status: 403,
    message: () =>
      "The X-XSRFToken header does not match this session's _xsrf cookie. Reload JupyterLab and try again."
  },
  JsonExpected: {
    status: 415,
    message: () =>
      'A request that changes something must be JSON: set Content-Type: application/json.'
  },
  PathOutsideRoot: {
    status: 403,
    message: (p: { path: string }) =>
      `'${p.path}' is outside the folder that JupyterLab serves, or a link that leads out of it. Copy the notebook into that folder, and submit the copy.`
  },
  RequestInvalid: {
    status: 400,
    message: (p: { problem: string }) => `The request is invalid: ${p.problem}. Reload JupyterLab.`
  },
  NoExecutedNotebook: {
    status: 404,
    message: (p: { job: string }) =>
      `The run '${p.job}' has not saved a notebook yet. Try again when its first cell has run.`
  },
  NotebookTooLarge: {
    status: 413,
    message: (p: { path: string; megabytes: number }) =>
      `The notebook '${p.path}' is larger than ${p.megabytes} MiB, which a page cannot show. Download it from the files of the run.`
  },
  ModelNameMismatch: {
    status: 400,
    message: (p: { name: string; typed: string }) =>
      `'${p.typed}' is not the name of the model, and nothing is deleted. Type '${p.name}' to delete it with all its versions.`
  },
  PredictionUnsupported: {
    status: 422,
    message: (p: { name: string; version: string }) =>
      `Version ${p.version} of model '${p.name}' does not say what it takes: it is no adder, and no MLflow model with a signature. Log it with a signature, or load it in a notebook.`
  },
  ModelTooLarge: {
    status: 413,
    message: (p: { name: string; version: string; megabytes: number }) =>
      `Version ${p.version} of model '${p.name}' has more than ${p.megabytes} MB, too much to try it from the sidebar. Load it in a notebook.`
  },
  PredictionFailed: {
    status: 422,
    message: (p: { reason: string }) =>
      `The model could not predict: ${p.reason}. Check the values; a model that needs other packages than JupyterLab has is loaded in a notebook.`
  },
  PredictionEnded: {
    status: 422,
    message: (p: { reason: string }) =>
      `The prediction was ended, because ${p.reason}. Load the model in a notebook to give it more time.`
  },
  AdderMissing: {
    status: 422,
    message: (p: { folder: string }) =>
      `An adder predicts with the package @carry-ml/adder, which is not installed. Run 'npm install @carry-ml/adder' in ${p.folder}.`
  },
  RouteNotFound: {
    status: 404,
    message: (p: { route: string }) => `The bridge has no route '${p.route}'. Reload JupyterLab.`
  },
  BridgeFailed: {
    status: 500,
    message: (p: { problem: string }) =>
      `The bridge failed: ${p.problem}. The log of the Jupyter server has the details.`
  }
};

/** Builds an error of the bridge: `throw fail('XsrfMismatch')`. */
export const fail = defineErrors(bridgeErrors);
