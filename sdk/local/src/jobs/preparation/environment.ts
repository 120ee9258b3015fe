import type { CommandJob, WorkspaceId } from 'carry-ml/arm';
import { CLOUD } from '../../cloud-metadata.js';
import type { Home } from '../../home.js';
import { identityHeader, type Secret } from '../../identity/secret.js';
import type { Role, Tokens } from '../../identity/tokens.js';
import { jobPath, type Machine } from '../../machine.js';
import { trackingPath } from '../../mlflow/tracking-path.js';
import type { StoredJob } from '../../store/job-store.js';
import { files } from '../../tls/authority.js';
import { MARK } from '../supervision/processes.js';

const TOKEN_LIFETIME_SECONDS = 7 * 86_400;

export interface ClientSources {
  home: Home;
  origin: string;
  secret: Secret;
  tokens: Tokens;
  workspace: WorkspaceId;
}

/** The environment variables that direct Microsoft's and MLflow's own clients to this workspace, as `carry env` prints them. */
export function clientEnvironment(
  sources: ClientSources,
  role: Role = 'Contributor'
): Record<string, string> {
  const { origin, workspace } = sources;
  const { bundle } = files(sources.home.tls);
  return {
    ARM_CLOUD_METADATA_URL: `${origin}/metadata/endpoints?api-version=2019-05-01`,
    // Without it azureml-mlflow requests the list of clouds from Azure and uses the first one.
    AZUREML_CURRENT_CLOUD: CLOUD,
    REGISTRY_DISCOVERY_ENDPOINT_URL: `${origin}/`,
    REQUESTS_CA_BUNDLE: bundle,
    // For clients that are not written in Python, such as the engine of azureml-fsspec.
    SSL_CERT_FILE: bundle,
    NODE_EXTRA_CA_CERTS: bundle,
    IDENTITY_ENDPOINT: `${origin}/msi/token`,
    IDENTITY_HEADER: identityHeader(sources.secret, role),
    MLFLOW_TRACKING_URI: origin + trackingPath(workspace),
    MLFLOW_TRACKING_TOKEN: sources.tokens.mint(origin, TOKEN_LIFETIME_SECONDS, role).token,
    AZUREML_ARM_SUBSCRIPTION: workspace.subscription,
    AZUREML_ARM_RESOURCEGROUP: workspace.resourceGroup,
    AZUREML_ARM_WORKSPACE_NAME: workspace.workspace
  };
}

/** The environment of a job's processes: the inherited variables, those of the workspace and the run, and the job's own. */
export function jobEnvironment(
  job: StoredJob<CommandJob>,
  machine: Machine,
  sources: ClientSources,
  inherited: Record<string, string>
): Record<string, string> {
  return {
    ...inherited,
    PATH: jobPath(machine, inherited.PATH),
    ...(machine.virtualEnv ? { VIRTUAL_ENV: machine.virtualEnv } : {}),
    PYTHONUNBUFFERED: '1',
    ...clientEnvironment(sources),
    AZUREML_RUN_ID: job.name,
    AZUREML_EXPERIMENT_NAME: job.experiment,
    MLFLOW_RUN_ID: job.name,
    MLFLOW_EXPERIMENT_NAME: job.experiment,
    ...job.properties.environmentVariables,
    [MARK]: job.mark
  };
}
