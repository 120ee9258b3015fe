import { artifactsScheme } from '../mlflow/artifacts/artifacts.js';
import { artifactDatastorePath, type ModelLocations } from '../mlflow/registry/model-uri.js';
import type { ModelVersionRecord } from '../store/model-store.js';
import { fail } from './errors.js';

/** Where the files of an asset are: one artifact, or all below a prefix, `{origin}/{container}/{path}`. */
export interface ArtifactDetails {
  id?: string | null;
  prefix?: string | null;
}

/** Returns the URI of the files of an asset. Throws ModelArtifactsSeveral. */
export function sourceOf(artifacts: readonly ArtifactDetails[]): string {
  const [{ id, prefix } = {}, ...others] = artifacts;
  const path = prefix ?? id;
  if (!path || others.length > 0) throw fail('ModelArtifactsSeveral', { count: artifacts.length });
  return `${artifactsScheme}${path}`;
}

/** Returns the artifacts of a registered model, whoever registered it. Throws ModelFilesElsewhere. */
export function artifactsOf(
  { name, version, source }: ModelVersionRecord,
  locations: ModelLocations
): ArtifactDetails[] {
  const at = artifactDatastorePath(locations.downloadUri(source));
  const path = at?.path.replace(/\/+$/, '');
  if (!at || !path) throw fail('ModelFilesElsewhere', { model: `${name}:${version}`, source });
  if (at.datastore === 'workspaceartifactstore') return [{ prefix: path }];
  // A container is one part of a prefix, so the folders above the file are one encoded name.
  const [last = '', ...folders] = [at.datastore, ...path.split('/')].reverse();
  const container = encodeURIComponent(folders.reverse().join('/'));
  return [{ prefix: `datastores/${container}/${last}` }];
}
