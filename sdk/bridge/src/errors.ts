import { defineErrors } from 'carry-ml/errors';

/** What the bridge itself refuses; errors of the client rooms pass through with their own codes. */
export const bridgeErrors = {
  BridgeSecretMissing: {
    status: 401,
    message: () =>
      'This bridge answers only to the Jupyter server that started it. Open the sidebar in JupyterLab.'
  },
  ForeignOrigin: {
    status: 403,
    message: (p: { origin: string }) =>
      `A page of '${p.origin}' may not talk to this Jupyter server. Open the sidebar in JupyterLab itself.`
  },
  XsrfMismatch: {
    status: 403,
    message: () =>
      "The request does not carry this session's X-XSRFToken. Reload JupyterLab and try again."
  },
  JsonExpected: {
    status: 415,
    message: () => 'Requests that change something carry JSON: set Content-Type: application/json.'
  },
  PathOutsideRoot: {
    status: 403,
    message: (p: { path: string }) =>
      `'${p.path}' lies outside the folder that JupyterLab serves. Move it into that folder first.`
  },
  NotebookNotFound: {
    status: 404,
    message: (p: { path: string }) =>
      `There is no notebook '${p.path}' on disk. Save it, or open it again from the file browser.`
  },
  RequestInvalid: {
    status: 400,
    message: (p: { problem: string }) => `The request is not well formed: ${p.problem}.`
  },
  NoExecutedNotebook: {
    status: 404,
    message: (p: { run: string }) =>
      `The run '${p.run}' has left no notebook yet. It appears once its first cell has run.`
  },
  RouteNotFound: {
    status: 404,
    message: (p: { route: string }) => `The bridge has no '${p.route}'. Reload JupyterLab.`
  },
  BridgeFailed: {
    status: 500,
    message: (p: { problem: string }) =>
      `The bridge failed: ${p.problem}. The Jupyter server's own log holds the details.`
  }
};

/** Builds an error of the bridge: `throw fail('XsrfMismatch', undefined)`. */
export const fail = defineErrors(bridgeErrors);
