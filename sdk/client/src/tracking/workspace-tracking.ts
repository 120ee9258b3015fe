import {
  mlflowRestUri,
  type ArmWorkspace,
  type Connection,
  type Credential,
  type Variables
} from '../arm/client/index.js';
import { fixedToken, jobToken } from './job-token.js';
import { trackingOf, type Tracking } from './tracking.js';

/** A workspace as tracking needs it. */
export interface TrackedWorkspace {
  arm: ArmWorkspace;
  variables: Variables;
  credential: Credential;
}

/**
 * The tracking of a workspace: at `MLFLOW_TRACKING_URI` where the variables set it, as they do inside a job, else
 * where the workspace says.
 */
export function workspaceTracking(workspace: TrackedWorkspace): Tracking {
  const { arm, variables } = workspace;
  const credential = jobToken(variables, workspace.credential);
  return trackingOf({
    variables,
    connect: async () => {
      const uri = variables.MLFLOW_TRACKING_URI;
      const isAddress = uri !== undefined && /^(?:https?|azureml):/.test(uri);
      const endpoint = isAddress ? mlflowRestUri(uri) : await arm.trackingUri();
      return arm.connection.at(endpoint, { credential: credentialFor(endpoint) });
    },
    history: async () => ({ connection: await history(), workspacePath: arm.path })
  });

  /** The token of the workspace goes to its own tracking alone; another server gets the token meant for it, if any. */
  function credentialFor(endpoint: string): Credential | undefined {
    if (endpoint.toLowerCase().includes(arm.path.toLowerCase())) return credential;
    const token = variables.MLFLOW_TRACKING_TOKEN;
    return token ? fixedToken(token) : undefined;
  }

  /** Inside a job the variables name the services' host, so that no further rights are needed to find it. */
  async function history(): Promise<Connection> {
    const host = variables.AZUREML_RUN_ID ? variables.AZUREML_SERVICE_ENDPOINT : undefined;
    const found = host ? arm.connection.at(host) : await arm.runHistory();
    return found.at(found.endpoint, { credential });
  }
}
