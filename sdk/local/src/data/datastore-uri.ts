import {
  type DatastorePath,
  outputFilesUri,
  parseDatastoreUri,
  parseJobOutputUri,
  type WorkspaceId
} from 'carry-ml/arm';
import type { DataSources } from './data-path.js';

/** The form of a datastore's URI that Azure answers with and that its clients download from: with the workspace in front. */
export function datastoreUri(workspace: WorkspaceId, { datastore, path }: DatastorePath): string {
  const { subscription, resourceGroup, workspace: name } = workspace;
  return `azureml://subscriptions/${subscription}/resourcegroups/${resourceGroup}/workspaces/${name}/datastores/${datastore}/paths/${path}`;
}

/** Where an output of a job lies, or a path of a datastore, as the long URI; any other URI as it is. */
export function longUri(
  uri: string,
  workspace: WorkspaceId,
  outputUri: DataSources['outputUri']
): string {
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const told = outputUri(inJob.job, inJob.output);
    return longUri(outputFilesUri(inJob, told), workspace, outputUri);
  }
  const place = parseDatastoreUri(uri);
  if (!place) return uri;
  const long = datastoreUri(workspace, place);
  const isOurs = uri.startsWith('azureml://datastores/') || isSame(uri, long);
  return isOurs ? long : uri;
}

/** Clients write the names in a long URI in letters of any case. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
