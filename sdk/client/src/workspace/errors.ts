import { defineErrors, startOf, type LookedUp } from '../errors/index.js';

const CONFIG_FILE =
  "It needs subscription_id, resource_group and workspace_name; download it from the workspace's page in the Azure portal.";

/** Errors of a workspace and its jobs that the client finds; the service's own errors keep their codes and messages. */
export const workspaceErrors = {
  ConfigFileNotJson: {
    code: 'ConfigFileInvalid',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' does not name a workspace: it is not JSON. ${CONFIG_FILE}`
  },
  ConfigFileIncomplete: {
    code: 'ConfigFileInvalid',
    status: 400,
    message: (p: { path: string; missing: string[] }) =>
      `'${p.path}' does not name a workspace: ${p.missing.join(' and ')} missing. ${CONFIG_FILE}`
  },
  EnvironmentIncomplete: {
    status: 400,
    message: (p: { missing: string[] }) =>
      `The environment variables do not fully name a workspace: ${p.missing.join(' and ')} not set. Set AZUREML_ARM_SUBSCRIPTION, AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME.`
  },
  NoWorkspace: {
    status: 404,
    message: (p: { reason: string }) =>
      `No workspace is configured, and the local one could not be started: ${p.reason} Run 'carry up' to see why.`
  },
  LocalWorkspaceNameless: {
    code: 'NoWorkspace',
    status: 404,
    message: () =>
      "No workspace is configured, and the variables of the local one do not name it. Run 'carry env' to see them."
  },
  ScheduleExists: {
    status: 409,
    message: (p: { name: string }) =>
      `There is a schedule '${p.name}' already. Choose another name, or change the times of that one.`
  },
  RerunOfNoNotebook: {
    code: 'ParametersNotChangeable',
    status: 409,
    message: (p: { name: string }) =>
      `The parameters of the job '${p.name}' cannot change: it runs no notebook, or several trials of one. Submit it again as it is.`
  },
  ParametersInFile: {
    code: 'ParametersNotChangeable',
    status: 409,
    message: (p: { name: string }) =>
      `The parameters of the job '${p.name}' cannot change: they are so large that they are in a file beside its notebook. Submit the notebook with other values.`
  },
  ParametersTooLarge: {
    code: 'ParametersNotChangeable',
    status: 409,
    message: (p: { name: string }) =>
      `The parameters of the job '${p.name}' cannot change: the new values need more than 16 kB. Submit the notebook with them, which puts them into a file.`
  },
  ParameterBound: {
    code: 'ParametersNotChangeable',
    status: 409,
    message: (p: { name: string; parameter: string }) =>
      `The parameter '${p.parameter}' of the job '${p.name}' cannot change: its command sets it, as it does a path of data or a value of a sweep. Submit the notebook with another one.`
  },
  CloudUnknown: {
    status: 502,
    message: (p: { url: string }) =>
      `The cloud's description at ${p.url} (ARM_CLOUD_METADATA_URL) names no resource manager. Check the address.`
  },
  ManagementClientMissing: {
    status: 424,
    message: () =>
      "Microsoft's management client is not installed. Run 'npm install @azure/arm-machinelearning' and try again."
  },
  ComputeNeeded: {
    status: 400,
    message: (p: { names: string[] }) =>
      `This workspace has several computes: ${p.names.join(', ')}. Name the one to run the job on.`
  },
  ClusterIncomplete: {
    status: 400,
    message: (p: { field: 'name' | 'size' }) =>
      `The cluster has no ${p.field}. Give it one, such as { name: 'cpu-cluster', size: 'Standard_DS3_v2', max: 4 }.`
  },
  IdleTimeInvalid: {
    status: 400,
    message: (p: { idleSeconds: number }) =>
      `The idle time of a cluster must be 0 seconds or more, not ${p.idleSeconds}. Change idleSeconds.`
  },
  JobFailed: {
    status: 500,
    message: (p: { name: string; cell?: number; cells?: number; reason?: string }) =>
      `Job '${p.name}' failed${p.cell ? ` in code cell ${p.cell} of ${p.cells ?? '?'}` : ''}: ${p.reason ?? 'the service gives no reason; see its log.'}`
  },
  JobCanceled: { status: 409, message: (p: { name: string }) => `Job '${p.name}' was canceled.` },
  LogNotFound: {
    status: 404,
    message: (p: { name: string; file: string; known: string[] }) =>
      p.known.length === 0
        ? `Job '${p.name}' has no log yet. Try again when it is running.`
        : `Job '${p.name}' has no log '${p.file}'. Its logs are: ${p.known.join(', ')}.`
  },
  OutputNotFound: {
    status: 404,
    message: (p: { name: string; output: string; known: string[] }) =>
      `Job '${p.name}' has no output '${p.output}'. ${p.known.length === 0 ? 'It declares none; download without an output name to get all its files.' : `Its outputs are: ${p.known.join(', ')}.`}`
  },
  DatastoreUnsupported: {
    status: 501,
    message: (p: { name: string; type: string }) =>
      `The datastore '${p.name}' is of type ${p.type}, which this client can neither read nor write. Use a blob datastore.`
  },
  DataNotDownloadable: {
    code: 'DatastoreUnsupported',
    status: 501,
    message: (p: { name: string; version: string; uri: string }) =>
      `The files of data asset '${p.name}' version ${p.version} are at '${p.uri}', which this client cannot read. Download them from there.`
  },
  BlobStoreUnreachable: {
    code: 'ServiceUnreachable',
    status: 503,
    message: (p: { reason: string }) =>
      `No response from the blob store: ${p.reason}. Check the network and try again.`
  },
  BlobStoreFailed: {
    code: 'BlobError',
    status: 502,
    message: (p: { reason: string }) => `The blob store responded with an error: ${p.reason}`
  },
  PathNotFound: {
    status: 404,
    message: (p: LookedUp) => `There is no file or folder at '${p.path}'. ${startOf(p)}`
  },
  UnsafePath: {
    status: 400,
    message: (p: { path: string }) =>
      `The stored file '${p.path}' would be written outside the download folder, so the download stopped.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(workspaceErrors);
