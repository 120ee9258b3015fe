import { withoutOuterSlashes } from 'carry-ml/arm';
import { artifactsScheme } from '../artifacts/artifacts.js';
import { modelFolder, modelOrigin } from '../logged-models/logged-models.js';
import { runFolder } from '../runs/runs.js';
import { decoded } from '../wire/percent-decoding.js';

/** Finds the owner of artifacts, a run or a logged model, by its id. */
interface Owners {
  runs: { find: (id: string) => { experimentId: string } | undefined };
  logged: { find: (id: string) => { experimentId: string; artifactUri: string } | undefined };
}

/** Matches `ExperimentRun/dcid.{run}` and `LoggedModel/{model}`, optionally followed by a path. */
const ofRun = /^(?:ExperimentRun\/dcid\.|LoggedModel\/)([^/]+)(?:\/(.*))?$/;
const ofDatastore = /^datastores\/(.+)\/([^/]+)$/;

/**
 * Converts an artifact URI of plain MLflow to the form that azureml-mlflow expects; returns other URIs unchanged. A logged model replaces
 * the run in the URI. The plugin lists a whole container before it selects a file, so for a datastore path the container is
 * only the parent folder, encoded as one name.
 *
 * @param store - `{host}/mlflow/v2.0{workspace}`
 */
export function toAzuremlUri(uri: string, store: string, { runs, logged }: Owners): string {
  if (!uri.startsWith(artifactsScheme)) return uri;
  const path = withoutOuterSlashes(uri.slice(artifactsScheme.length));
  const [, run, inside] = ofRun.exec(path) ?? [];
  if (run !== undefined) {
    const { experimentId } = runs.find(run) ?? logged.find(run) ?? { experimentId: '0' };
    const artifacts = `azureml://${store}/experiments/${experimentId}/runs/${run}/artifacts`;
    return inside ? `${artifacts}/${inside}` : artifacts;
  }
  const [, folder, name = ''] = ofDatastore.exec(path) ?? [];
  if (folder !== undefined)
    return `azureml://artifacts/datastores/${encodeURIComponent(folder)}/${name}`;
  return path.split('/').length > 2 ? `azureml://artifacts/${path}` : uri;
}

/**
 * Returns the URI of a logged model's artifacts in azureml-mlflow's form, in which the model has a container of its own even if its files
 * are in the folder of a run: the plugin lists a folder of a run relative to the run.
 */
export const azuremlUriOfModel = (modelId: string, store: string, owners: Owners) =>
  toAzuremlUri(`${artifactsScheme}${modelOrigin}/${modelId}`, store, owners);

/** A model that has been deleted had its files in the folder that new models have. */
const folderOfModel = (model: { artifactUri: string } | undefined, id: string) =>
  model ? modelFolder(model) : `${modelOrigin}/${id}`;

/** Converts an artifact URI of azureml-mlflow to the form that plain MLflow expects. Returns undefined for any other URI. */
export function fromAzuremlUri(uri: string, { runs, logged }: Owners): string | undefined {
  const [, run, inside = ''] =
    /^azureml:\/\/.*\/experiments\/[^/]+\/runs\/([^/]+)(?:\/artifacts(?:\/(.*))?)?$/i.exec(uri) ??
    [];
  if (run !== undefined) {
    const folder = runs.find(run) ? runFolder(run) : folderOfModel(logged.find(run), run);
    return `${artifactsScheme}${folder}${inside && `/${inside}`}`;
  }
  const [, path] = /^azureml:\/\/artifacts\/(.+)$/i.exec(uri) ?? [];
  if (path === undefined) return undefined;
  const [, folder = '', name] = ofDatastore.exec(path) ?? [];
  return artifactsScheme + (name === undefined ? path : `datastores/${decoded(folder)}/${name}`);
}
