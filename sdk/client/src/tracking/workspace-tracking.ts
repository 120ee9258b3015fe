import {
  mlflowRestUri,
  type ArmWorkspace,
  type Connection,
  type Credential,
  type Variables
} from '../arm/client/index.js';
import { fixedToken, jobToken } from './job-token.js';
import { trackingOf, type Tracking } from './tracking.js';

/** The parts of a connected workspace that tracking uses. */
export interface TrackedWorkspace {
  arm: ArmWorkspace;
  variables: Variables;
  credential: Credential;
}

/**
 * Returns the tracking of a workspace: at `MLFLOW_TRACKING_URI` if the variables set it, as they do inside a job, else
 * at the address in the workspace's properties.
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
    history: async ({ signal }) => ({
      connection: await history(signal),
      workspacePath: arm.path,
      signal
    })
  });

  /** The workspace's token is sent to its own tracking only; another server gets `MLFLOW_TRACKING_TOKEN`, if set. */
  function credentialFor(endpoint: string): Credential | undefined {
    if (endpoint.toLowerCase().includes(arm.path.toLowerCase())) return credential;
    const token = variables.MLFLOW_TRACKING_TOKEN;
    return token ? fixedToken(token) : undefined;
  }

  /** Inside a job the variables name the services' host, so that finding it needs no further permissions. */
  async function history(signal: AbortSignal | undefined): Promise<Connection> {
    const host = variables.AZUREML_RUN_ID ? variables.AZUREML_SERVICE_ENDPOINT : undefined;
    const found = host ? arm.connection.at(host) : await arm.runHistory({ signal });
    return found.at(found.endpoint, { credential });
  }
}
