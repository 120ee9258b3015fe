import { defineErrors } from '../errors/index.js';

/** What can go wrong with a workspace and its jobs on our side; the service's own errors keep their own codes. */
export const workspaceErrors = {
  ConfigFileInvalid: {
    status: 400,
    message: (p: { path: string; reason: string }) =>
      `'${p.path}' does not name a workspace: ${p.reason}. It needs subscription_id, resource_group and workspace_name; download it from the workspace's page in the Azure portal.`
  },
  EnvironmentIncomplete: {
    status: 400,
    message: (p: { missing: string[] }) =>
      `The variables name a workspace only in part: ${p.missing.join(' and ')} not set. Set AZUREML_ARM_SUBSCRIPTION, AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME.`
  },
  NoWorkspace: {
    status: 404,
    message: (p: { reason: string }) =>
      `No workspace is configured, and the local one could not be started: ${p.reason} Run 'carry up' to see why.`
  },
  CloudUnknown: {
    status: 502,
    message: (p: { url: string }) =>
      `The cloud's description at ${p.url} (ARM_CLOUD_METADATA_URL) names no resource manager. Check the address.`
  },
  ComputeNeeded: {
    status: 400,
    message: (p: { names: string[] }) =>
      `This workspace has several computes: ${p.names.join(', ')}. Name the one that the job is to run on.`
  },
  JobFailed: {
    status: 500,
    message: (p: { name: string; where: string; reason: string }) =>
      `Job '${p.name}' failed${p.where}: ${p.reason}`
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
      `Job '${p.name}' has no output '${p.output}'. ${p.known.length ? `Its outputs are: ${p.known.join(', ')}.` : 'It declares none; download without an output name to get everything it kept.'}`
  },
  DatastoreUnsupported: {
    status: 501,
    message: (p: { name: string; type: string }) =>
      `The datastore '${p.name}' is of type ${p.type}, which cannot be read or written from here. Use a blob datastore.`
  },
  PathNotFound: {
    status: 404,
    message: (p: { path: string }) =>
      `There is nothing at '${p.path}'. Check the path; it is read relative to the current folder.`
  },
  UnsafePath: {
    status: 400,
    message: (p: { path: string }) =>
      `The stored file '${p.path}' would be written outside the download folder, so nothing more was downloaded.`
  }
};

/** Builds an error of this room. */
export const workspaceError = defineErrors(workspaceErrors);
