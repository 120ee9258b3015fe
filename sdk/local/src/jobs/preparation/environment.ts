import type { CommandJob, WorkspaceId } from 'carry-ml/arm';
import { CLOUD } from '../../cloud-metadata.js';
import type { Home } from '../../home.js';
import { identityHeader, jobIdentityHeader, type Secret } from '../../identity/secret.js';
import {
  JOB_TOKEN_LIFETIME_SECONDS,
  type JobPrincipal,
  type Role,
  type Tokens
} from '../../identity/tokens.js';
import { jobPath, type Machine } from '../../machine.js';
import { trackingPath } from '../../mlflow/tracking-path.js';
import type { StoredJob } from '../../store/job-store.js';
import { files } from '../../tls/authority.js';
import { nodeVariables } from '../distribution/process-variables.js';
import { MARK } from '../supervision/processes.js';
import { valuesOfRun, type RunFacts } from './run-variables.js';

const TOKEN_LIFETIME_SECONDS = 7 * 86_400;

export interface ClientSources {
  home: Home;
  origin: string;
  secret: Secret;
  tokens: Tokens;
  workspace: WorkspaceId;
}

type Credentials = Record<'IDENTITY_HEADER' | 'MLFLOW_TRACKING_TOKEN', string>;

/** The variables from which azureml-core learns that it runs in a job. */
export const runTokenVariables = ['AZUREML_RUN_TOKEN', 'AZUREML_RUN_TOKEN_EXPIRY'] as const;
type RunToken = Record<(typeof runTokenVariables)[number], string>;

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
): Credentials & RunToken {
  const { token, expiresOn } = tokens.mint(origin, JOB_TOKEN_LIFETIME_SECONDS, 'Contributor', job);
  return {
    IDENTITY_HEADER: jobIdentityHeader(secret, job),
    MLFLOW_TRACKING_TOKEN: token,
    AZUREML_RUN_TOKEN: token,
    // azureml-core takes a number of ten digits for a date such as YYMMDDhhmm, if it can be one.
    AZUREML_RUN_TOKEN_EXPIRY: new Date(expiresOn * 1000).toISOString()
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

/** The variables by which a process finds the programs and packages of its environment. */
export function machineVariables(
  machine: Machine,
  inherited: Record<string, string>
): Record<string, string> {
  return {
    PATH: jobPath(machine, inherited.PATH),
    ...(machine.virtualEnv ? { VIRTUAL_ENV: machine.virtualEnv } : {}),
    PYTHONUNBUFFERED: '1',
    ...machine.variables
  };
}

/** The variables of a job besides those of the machine: of the workspace, the run and its data, and the job's own. */
export function workspaceVariables(
  job: StoredJob<CommandJob>,
  sources: ClientSources,
  run: Pick<RunFacts, 'root' | 'experimentId'>,
  data: Record<string, string>
): Record<string, string> {
  return {
    ...addresses(sources),
    ...credentialsOfJob(sources, job),
    ...valuesOfRun({ job, ...sources, ...run }),
    ...nodeVariables(1, { node: 0 }),
    ...data,
    ...job.properties.environmentVariables,
    [MARK]: job.mark
  };
}
