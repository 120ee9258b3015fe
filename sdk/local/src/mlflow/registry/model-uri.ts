import {
  type DatastorePath,
  outputFolder,
  parseDatastoreUri,
  parseJobOutputUri,
  withoutTrailingSlashes
} from 'carry-ml/arm';
import type { ModelStore } from '../../store/model-store.js';
import { artifactsScheme } from '../artifacts/artifacts.js';
import type { LoggedModelStore } from '../logged-models/logged-models.js';
import { runFolder, type RunStore } from '../runs/runs.js';

/** The target of a `models:/…` URI: a logged model by id, or a registered version. */
export type ModelReference =
  { modelId: string } | { name: string; version?: string; alias?: string };

/** Parses `models:/m-…`, `models:/name/3` and `models:/name@alias`. Returns undefined for any other URI. */
export function parseModelUri(uri: string): ModelReference | undefined {
  const path = /^models:\/+([^/].*)$/.exec(uri)?.[1];
  if (path === undefined) return undefined;
  const [first = '', version] = withoutTrailingSlashes(path).split('/');
  if (version !== undefined) return { name: first, version };
  const at = first.lastIndexOf('@');
  if (at > 0) return { name: first.slice(0, at), alias: first.slice(at + 1) };
  return { modelId: first };
}

/** Converts sources of model versions to URIs that plain MLflow can download. */
export class ModelLocations {
  constructor(
    private readonly runs: RunStore,
    private readonly models: ModelStore,
    private readonly logged: LoggedModelStore
  ) {}

  /**
   * Returns the URI of a source's files. Sources of Azure ML (`azureml:` URIs of a job's outputs or of a datastore) become artifacts of
   * this workspace; a URI that MLflow can read itself is returned unchanged.
   */
  downloadUri(source: string, hops = 8): string {
    return (
      this.ofModel(source, hops) ??
      this.ofRun(source) ??
      ofJob(source) ??
      ofDatastore(source) ??
      source
    );
  }

  /** A version may be created from another version. `hops` ends the recursion if versions refer to each other in a circle. */
  private ofModel(source: string, hops: number): string | undefined {
    const reference = parseModelUri(source);
    if (!reference || hops === 0) return undefined;
    if ('modelId' in reference) return this.logged.find(reference.modelId, true)?.artifactUri;
    const version = reference.alias
      ? this.models.versionByAlias(reference.name, reference.alias)
      : this.models.getVersion(reference.name, reference.version ?? '');
    return version && this.downloadUri(version.source, hops - 1);
  }

  private ofRun(source: string): string | undefined {
    const [, run = '', path = ''] = /^runs:\/+([^/]+)\/?(.*)$/s.exec(source) ?? [];
    if (!this.runs.find(run)) return undefined;
    const [name = '', ...rest] = path.split('/');
    const logged = this.logged.ofRun(run, name);
    const folder = logged?.artifactUri ?? `${artifactsScheme}${runFolder(run)}/${name}`;
    return withoutTrailingSlashes([folder, ...rest].join('/'));
  }
}

/** Returns the datastore path of an artifact URI, or undefined for any other URI. */
export function artifactDatastorePath(uri: string): DatastorePath | undefined {
  if (!uri.startsWith(artifactsScheme)) return undefined;
  const path = uri.slice(artifactsScheme.length).replace(/^\/+/, '');
  const [, datastore, inside] = /^datastores\/([^/]+)\/(.*)$/.exec(path) ?? [];
  return datastore === undefined
    ? { datastore: 'workspaceartifactstore', path }
    : { datastore, path: inside ?? '' };
}

/** A job's output `artifacts` contains the artifacts of its run. Named outputs are in the default datastore. */
function ofJob(source: string): string | undefined {
  const at = parseJobOutputUri(source);
  if (!at) return undefined;
  const { datastore, path } = outputFolder(at.job, at.output);
  const folder = datastore === 'workspaceartifactstore' ? path : `datastores/${datastore}/${path}`;
  return withoutTrailingSlashes(`${artifactsScheme}${folder}/${at.path}`);
}

function ofDatastore(source: string): string | undefined {
  const at = parseDatastoreUri(source);
  return at && withoutTrailingSlashes(`${artifactsScheme}datastores/${at.datastore}/${at.path}`);
}
