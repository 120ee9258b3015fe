import {
  type DatastorePath,
  outputFilesUri,
  parseDatastoreUri,
  parseJobOutputUri,
  type WorkspaceId
} from 'carry-ml/arm';
import type { DataSources } from './data-path.js';

/** Returns the long form of a datastore URI, which includes the workspace. Azure returns this form and its clients download from it. */
export function datastoreUri(workspace: WorkspaceId, { datastore, path }: DatastorePath): string {
  const { subscription, resourceGroup, workspace: name } = workspace;
  return `azureml://subscriptions/${subscription}/resourcegroups/${resourceGroup}/workspaces/${name}/datastores/${datastore}/paths/${path}`;
}

/** Resolves an output of a job, or a path in a datastore, to the long URI of its files. Returns any other URI unchanged. */
export function longUri(
  uri: string,
  workspace: WorkspaceId,
  outputUri: DataSources['outputUri']
): string {
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const directed = outputUri(inJob.job, inJob.output);
    return longUri(outputFilesUri(inJob, directed), workspace, outputUri);
  }
  const place = parseDatastoreUri(uri);
  if (!place) return uri;
  const long = datastoreUri(workspace, place);
  const isOurs = uri.startsWith('azureml://datastores/') || isSame(uri, long);
  return isOurs ? long : uri;
}

/** Compares without case: clients write the names in a long URI in any case. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
