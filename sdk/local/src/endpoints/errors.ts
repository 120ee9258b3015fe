import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

const listed = (names: string[]) => names.join(', ') || 'none';

/** Why an endpoint, a deployment or a scoring request is refused. */
export const endpointErrors = {
  EndpointNameInvalid: {
    code: 'ValidationError',
    status: 400,
    message: (p: { noun: 'endpoint' | 'deployment'; name: string }) =>
      `'${p.name}' cannot be the name of ${p.noun === 'endpoint' ? 'an' : 'a'} ${p.noun}: it must have 3 to 32 characters, begin with a letter, contain only letters, digits and '-', and not end with '-'. Choose another name.`
  },
  EndpointNameTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `The name '${p.name}' is taken: names are shared by online and batch endpoints. Choose another name.`
  },
  AuthModeUnknown: {
    code: 'ValidationError',
    status: 400,
    message: (p: { authMode: string; modes: string[] }) =>
      `authMode is '${p.authMode}'; it must be one of ${p.modes.join(', ')}.`
  },
  DeploymentAssetUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { id: string; kind: string }) =>
      `There is no '${p.id}' among the ${p.kind} of this workspace. Register it first, or check its name and version.`
  },
  DeploymentComputeUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; known: string[] }) =>
      `The deployment names the compute '${p.name}', which this workspace does not have. It has: ${p.known.join(', ')}. Choose one of them.`
  },
  DeploymentModelIncomplete: {
    code: 'ValidationError',
    status: 400,
    message: () =>
      "A model of referenceType 'Id' needs an assetId. Name the model, such as 'azureml:adder:1'."
  },
  DeploymentTypeNotServed: {
    code: 'NotImplemented',
    status: 501,
    message: (p: { type: string }) =>
      `The local workspace does not have online deployments of type ${p.type}, only Managed and Kubernetes. Use an Azure workspace for it.`
  },
  DeploymentTypeImmutable: {
    code: 'Conflict',
    status: 409,
    message: (p: { before: string; type: string }) =>
      `The deployment is of type ${p.before} and cannot become one of type ${p.type}. Delete it first.`
  },
  DeploymentHasTraffic: {
    code: 'Conflict',
    status: 409,
    message: (p: { endpoint: string; deployment: string; percent: number }) =>
      `The deployment '${p.deployment}' gets ${p.percent} percent of the traffic of the endpoint '${p.endpoint}'. Give its traffic to another deployment before it is deleted.`
  },
  DeploymentIsDefault: {
    code: 'Conflict',
    status: 409,
    message: (p: { endpoint: string; deployment: string }) =>
      `The deployment '${p.deployment}' is the default one of the endpoint '${p.endpoint}'. Make another one the default before it is deleted.`
  },
  DefaultDeploymentUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { endpoint: string; deployment: string; known: string[] }) =>
      `The endpoint '${p.endpoint}' has no deployment '${p.deployment}' to be its default; it has: ${listed(p.known)}. Create the deployment first.`
  },
  TrafficDeploymentUnknown: {
    code: 'UserError',
    status: 400,
    message: (p: { endpoint: string; deployment: string; known: string[] }) =>
      `The endpoint '${p.endpoint}' has no deployment '${p.deployment}' to give traffic to; it has: ${listed(p.known)}. Create the deployment first.`
  },
  TrafficOutOfRange: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string; percent: number }) =>
      `The traffic of the deployment '${p.deployment}' is ${p.percent} percent. Give it 0 to 100.`
  },
  TrafficSumInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { endpoint: string; total: number }) =>
      `The traffic of the endpoint '${p.endpoint}' adds up to ${p.total} percent. Its deployments must get 100 in total, or 0 to accept no requests.`
  },
  MirrorNotSingle: {
    code: 'UserError',
    status: 400,
    message: (p: { endpoint: string; deployments: string[] }) =>
      `The traffic of the endpoint '${p.endpoint}' is mirrored to ${p.deployments.map(name => `'${name}'`).join(' and ')}. Mirror it to one deployment only.`
  },
  MirrorOutOfRange: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string; percent: number; max: number }) =>
      `The deployment '${p.deployment}' gets ${p.percent} percent of mirrored traffic. Give it 0 to ${p.max}.`
  },
  MirrorAlsoLive: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string }) =>
      `The deployment '${p.deployment}' gets both live and mirrored traffic. Give it one of the two.`
  },
  ScoringTokenMissing: {
    code: 'AuthenticationFailed',
    status: 401,
    message: () =>
      'The request has no Authorization header. Send one of the keys or tokens of the endpoint as a bearer token.'
  },
  ScoringTokenRejected: {
    code: 'AuthenticationFailed',
    status: 401,
    message: (p: { endpoint: string }) =>
      `The bearer token does not open an endpoint '${p.endpoint}'. Check the endpoint's name, and send what its authMode demands: one of its keys, a token of the endpoint, or a token of the workspace.`
  },
  DeploymentNotFound: {
    status: 404,
    message: (p: { endpoint: string; wanted?: string; known: string[] }) => {
      const known = p.known.length === 0 ? 'no deployments' : p.known.join(', ');
      return p.wanted === undefined
        ? `No deployment of the endpoint '${p.endpoint}' accepts requests; it has: ${known}. Give one of them traffic, or name it in the header 'azureml-model-deployment'.`
        : `The endpoint '${p.endpoint}' has no deployment '${p.wanted}'; it has: ${known}. Name one of them in the header 'azureml-model-deployment', or leave the header out.`;
    }
  },
  DeploymentComponentMissing: {
    code: 'UserError',
    status: 400,
    message: () => 'The deployment has no component to run. Create it again with a component.'
  },
  DeploymentScriptMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string }) =>
      `The deployment '${p.deployment}' has no scoring script, and its model is not one of MLflow, which needs none. Give it a code_configuration.`
  },
  DeploymentEnvironmentMissing: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string }) =>
      `The deployment '${p.deployment}' has no environment, and its model is not one of MLflow, which names its packages. Give it an environment.`
  },
  BatchInputNotSingle: {
    code: 'UserError',
    status: 400,
    message: (p: { deployment: string; given: string[] }) =>
      `The deployment '${p.deployment}' of a model takes one input of data. The request has: ${listed(p.given)}. Send exactly one, such as a UriFolder.`
  },
  BatchPortInvalid: {
    code: 'UserError',
    status: 400,
    message: (p: { noun: 'input' | 'output'; name: string; type?: string }) =>
      `The ${p.noun} '${p.name}' of the request has the type ${p.type ?? 'none'}${p.noun === 'input' ? ' and must have a uri' : ''}. The types are UriFile, UriFolder, MLTable, CustomModel, MLFlowModel, TritonModel${p.noun === 'input' ? ', and Literal, which has a value' : ''}.`
  },
  BatchJobNameTaken: {
    code: 'Conflict',
    status: 409,
    message: (p: { name: string }) =>
      `There is a job '${p.name}' already. Choose another name for the job of the request, or none.`
  },
  ServingNotImplemented: {
    status: 501,
    message: (p: { endpoint: string; deployment: string }) =>
      `The deployment '${p.deployment}' of the endpoint '${p.endpoint}' was chosen for this request, but the local workspace does not run model servers yet. Predict in a job that has the model as its input, or deploy to an Azure workspace.`
  }
};

/** Builds an error of this table, or of the protocol's: `throw fail('EndpointNameTaken', { name })`. */
export const fail = defineErrors({ ...localErrors, ...endpointErrors });
