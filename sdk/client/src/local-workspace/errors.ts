import { defineErrors } from '../errors/index.js';

/** Errors of loading the package of the local workspace. */
export const localWorkspaceErrors = {
  LocalWorkspaceMissing: {
    status: 424,
    message: () =>
      "The local workspace is not installed. Run 'npm install @carry-ml/local', or point to an Azure workspace with a config.json or the variables AZUREML_ARM_SUBSCRIPTION, AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME."
  },
  LocalWorkspaceIncomplete: {
    status: 424,
    message: (p: { reason: string }) =>
      `The package '@carry-ml/local' is installed but cannot be loaded: ${p.reason} Run 'npm install @carry-ml/local' again, without '--omit=optional'.`
  },
  LocalWorkspaceMismatch: {
    status: 424,
    message: (p: { client: string; local: string }) =>
      `carry-ml ${p.client} cannot use @carry-ml/local ${p.local}. Run 'npm install @carry-ml/local@${p.client}'.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(localWorkspaceErrors);
