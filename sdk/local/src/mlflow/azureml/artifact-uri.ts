import { artifactsScheme } from '../artifacts/artifacts.js';
import { modelFolder } from '../logged-models/logged-models.js';
import { runFolder } from '../runs/runs.js';
import { decoded } from '../wire/percent-decoding.js';

/** What artifacts belong to, by its id. */
interface Owners {
  runs: { find: (id: string) => { experimentId: string } | undefined };
  logged: { find: (id: string) => { experimentId: string } | undefined };
}

/** `ExperimentRun/dcid.{run}` and `LoggedModel/{model}`, with a path below. */
const ofRun = /^(?:ExperimentRun\/dcid\.|LoggedModel\/)([^/]+)(?:\/(.*))?$/;
const ofDatastore = /^datastores\/(.+)\/([^/]+)$/;

/**
 * An artifact's URI as azureml-mlflow reads it, from the one that plain MLflow reads; other URIs stay as they are. A logged model is
 * found as a run is, by its own id. The plugin lists all of a container before it looks for what it wants, so the container of a
 * datastore's path is no more than the folder around it, encoded as one name.
 *
 * @param store - `{host}/mlflow/v2.0{workspace}`
 */
export function toAzuremlUri(uri: string, store: string, { runs, logged }: Owners): string {
  if (!uri.startsWith(artifactsScheme)) return uri;
  const path = uri.slice(artifactsScheme.length).replace(/^\/+|\/+$/g, '');
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

/** The URI that plain MLflow reads, from azureml-mlflow's; undefined for any other. */
export function fromAzuremlUri(uri: string, { runs }: Pick<Owners, 'runs'>): string | undefined {
  const [, run, inside = ''] =
    /^azureml:\/\/.*\/experiments\/[^/]+\/runs\/([^/]+)(?:\/artifacts(?:\/(.*))?)?$/i.exec(uri) ??
    [];
  if (run !== undefined) {
    const folder = runs.find(run) ? runFolder(run) : modelFolder(run);
    return `${artifactsScheme}${folder}${inside && `/${inside}`}`;
  }
  const [, path] = /^azureml:\/\/artifacts\/(.+)$/i.exec(uri) ?? [];
  if (path === undefined) return undefined;
  const [, folder = '', name] = ofDatastore.exec(path) ?? [];
  return artifactsScheme + (name === undefined ? path : `datastores/${decoded(folder)}/${name}`);
}
