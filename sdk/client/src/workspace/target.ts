import type { WorkspaceId } from '../arm/index.js';
import { isLoopback, type Variables } from '../arm/client/index.js';
import { findConfigFile } from './config-file.js';
import type { ConnectOptions } from './connect-options.js';
import { fail } from './errors.js';
import { variablesOnDemand } from './on-demand.js';

/** A workspace, and the environment variables to connect to it with. */
export interface Target {
  id: WorkspaceId;
  variables: Variables;
}

/**
 * Finds the configured workspace. Inside a job the variables of the job name it; outside, a `config.json` takes
 * precedence over variables; with neither, it is the local workspace, which is started if necessary.
 */
export async function findTarget(
  options: ConnectOptions,
  onDemand: typeof variablesOnDemand = variablesOnDemand
): Promise<Target> {
  const variables = options.environment ?? process.env;
  const named = fromVariables(variables);
  if (named && variables.AZUREML_RUN_ID) return { id: named, variables };
  const configured = await findConfigFile(options.from ?? process.cwd());
  if (configured) return { id: configured, variables: variablesFor(configured, named, variables) };
  if (named) return { id: named, variables };
  const started = { ...variables, ...(await onDemand(variables, options.signal)) };
  const id = fromVariables(started);
  if (!id) throw fail('LocalWorkspaceNameless');
  return { id, variables: started };
}

function fromVariables(variables: Variables): WorkspaceId | undefined {
  const names = [
    'AZUREML_ARM_SUBSCRIPTION',
    'AZUREML_ARM_RESOURCEGROUP',
    'AZUREML_ARM_WORKSPACE_NAME'
  ];
  const [subscription, resourceGroup, workspace] = names.map(name => variables[name]);
  if (subscription && resourceGroup && workspace) return { subscription, resourceGroup, workspace };
  const missing = names.filter(name => !variables[name]);
  if (missing.length === names.length) return undefined;
  throw fail('EnvironmentIncomplete', { missing });
}

/**
 * Returns the variables that apply to a workspace. Those that point to this machine or to a tracking server belong to
 * the workspace that `AZUREML_ARM_*` names, so requests and tokens of another workspace must not go there.
 */
function variablesFor(
  id: WorkspaceId,
  named: WorkspaceId | undefined,
  variables: Variables
): Variables {
  if (named && sameWorkspace(id, named)) return variables;
  const rest: Record<string, string | undefined> = { ...variables };
  delete rest.MLFLOW_TRACKING_URI;
  delete rest.MLFLOW_TRACKING_TOKEN;
  if (isLoopback(rest.ARM_CLOUD_METADATA_URL ?? '')) delete rest.ARM_CLOUD_METADATA_URL;
  if (isLoopback(rest.IDENTITY_ENDPOINT ?? '')) {
    delete rest.IDENTITY_ENDPOINT;
    delete rest.IDENTITY_HEADER;
  }
  return rest;
}

function sameWorkspace(a: WorkspaceId, b: WorkspaceId): boolean {
  return (['subscription', 'resourceGroup', 'workspace'] as const).every(
    part => a[part].toLowerCase() === b[part].toLowerCase()
  );
}
