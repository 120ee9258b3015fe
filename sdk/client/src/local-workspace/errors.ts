import { defineErrors } from '../errors/index.js';

/** Errors of loading the package of the local workspace. */
export const localWorkspaceErrors = {
  LocalWorkspaceMissing: {
    status: 424,
    message: () =>
      "The local workspace is not installed. Run 'npm install @carry-ml/local', or point to an Azure workspace with a config.json or the variables AZUREML_ARM_SUBSCRIPTION, AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME."
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(localWorkspaceErrors);
