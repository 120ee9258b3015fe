import type { CommandJob, WorkspaceId } from 'carry-ml/arm';
import { CLOUD } from '../../cloud-metadata.js';
import type { Home } from '../../home.js';
import { identityHeader, jobIdentityHeader, type Secret } from '../../identity/secret.js';
import type { JobPrincipal, Role, Tokens } from '../../identity/tokens.js';
import { jobPath, type Machine } from '../../machine.js';
import { trackingPath } from '../../mlflow/tracking-path.js';
import type { StoredJob } from '../../store/job-store.js';
import { files } from '../../tls/authority.js';
import { MARK } from '../supervision/processes.js';

const TOKEN_LIFETIME_SECONDS = 7 * 86_400;
/** Ten years: longer than any job, at whose end its token ends. */
const JOB_TOKEN_LIFETIME_SECONDS = 3650 * 86_400;

export interface ClientSources {
  home: Home;
  origin: string;
  secret: Secret;
  tokens: Tokens;
  workspace: WorkspaceId;
}

type Credentials = Record<'IDENTITY_HEADER' | 'MLFLOW_TRACKING_TOKEN', string>;

function credentialsOfRole({ origin, secret, tokens }: ClientSources, role: Role): Credentials {
  return {
    IDENTITY_HEADER: identityHeader(secret, role),
    MLFLOW_TRACKING_TOKEN: tokens.mint(origin, TOKEN_LIFETIME_SECONDS, role).token
  };
}

/** The credentials of a job are valid while it is active: it may print them into a log that others read. */
function credentialsOfJob(
  { origin, secret, tokens }: ClientSources,
  job: JobPrincipal
): Credentials {
  return {
    IDENTITY_HEADER: jobIdentityHeader(secret, job),
    MLFLOW_TRACKING_TOKEN: tokens.mint(origin, JOB_TOKEN_LIFETIME_SECONDS, 'Contributor', job).token
  };
}

/** The environment variables that direct Microsoft's and MLflow's own clients to this workspace, as `carry env` prints them. */
export function clientEnvironment(
  sources: ClientSources,
  role: Role = 'Contributor'
): Record<string, string> {
  return { ...addresses(sources), ...credentialsOfRole(sources, role) };
}

/** The addresses of the workspace and its certificates. */
function addresses(sources: ClientSources): Record<string, string> {
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
    MLFLOW_TRACKING_URI: origin + trackingPath(workspace),
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
    ...machine.variables,
    ...addresses(sources),
    ...credentialsOfJob(sources, job),
    AZUREML_RUN_ID: job.name,
    AZUREML_EXPERIMENT_NAME: job.experiment,
    MLFLOW_RUN_ID: job.name,
    MLFLOW_EXPERIMENT_NAME: job.experiment,
    ...job.properties.environmentVariables,
    [MARK]: job.mark
  };
}
