import { defineErrors } from 'carry-ml/errors';

/** What a scoring URI answers instead of a prediction. */
export const scoringErrors = {
  DeploymentNotFound: {
    status: 404,
    message: (p: { endpoint: string; wanted?: string; known: string[] }) => {
      const known = p.known.length === 0 ? 'no deployments' : p.known.join(', ');
      return p.wanted === undefined
        ? `No deployment of the endpoint '${p.endpoint}' takes requests; it has: ${known}. Give one of them traffic, or name it in the header 'azureml-model-deployment'.`
        : `The endpoint '${p.endpoint}' has no deployment '${p.wanted}'; it has: ${known}. Name one of them in the header 'azureml-model-deployment', or leave the header out.`;
    }
  },
  ServingNotImplemented: {
    status: 501,
    message: (p: { endpoint: string; deployment: string }) =>
      `The deployment '${p.deployment}' of the endpoint '${p.endpoint}' was chosen for this request, but the local workspace runs no model servers yet. Predict in a job that takes the model as its input, or deploy to an Azure workspace.`
  }
};

export const failScoring = defineErrors(scoringErrors);
