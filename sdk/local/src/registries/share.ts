import { existsSync } from 'node:fs';
import type { BlobFiles } from '../blobs/blob-files.js';
import { dataPath, type DataSources } from '../data/data-path.js';
import type { AssetOwner } from '../resources/assets/asset-scope.js';
import type { PendingUploads } from '../resources/assets/pending-upload.js';
import { WORKSPACE_GUID } from '../workspace-id.js';
import type { AssetImport } from '../schemas/asset-import-schema.js';
import type { AssetStores } from '../store/stores-by-kind.js';
import type { StoredVersion } from '../store/versioned-store.js';
import { fail } from './errors.js';

export interface ShareDeps {
  /** The assets of the workspace. */
  assets: AssetStores;
  data: DataSources;
  files: BlobFiles;
  uploads: PendingUploads;
}

type SharedKind = 'models' | 'data' | 'environments';
/** The property with the URI of the content. */
const contentOf = { models: 'modelUri', data: 'dataUri', environments: undefined } as const;

/** Copies an asset of the workspace with its content into a registry; the copy is independent of the original. */
export async function shareAsset(
  { sourceAssetId, destinationName, destinationVersion }: AssetImport,
  registry: AssetOwner,
  by: string,
  deps: ShareDeps
): Promise<void> {
  const { kind, source } = sourceOf(sourceAssetId, deps.assets);
  const store = registry.assets[kind];
  const name = destinationName ?? source.name;
  const version = destinationVersion ?? source.version;
  const refuseTaken = () => {
    if (store.version(name, version))
      throw fail('SharedVersionExists', { asset: `${name}:${version}`, place: registry.place });
  };
  refuseTaken();
  const properties = { ...source.properties };
  const content = contentOf[kind];
  if (content) properties[content] = await copyContent(String(properties[content]), registry, deps);
  // Another request may have created the version during the copy.
  refuseTaken();
  store.putVersion(name, version, properties, by);
}

function sourceOf(id: string, assets: AssetStores): { kind: SharedKind; source: StoredVersion } {
  const [, workspace, kind = '', name = '', version = ''] =
    /^azureml:\/\/locations\/[^/]+\/workspaces\/([^/]+)\/([^/]+)\/([^/]+)\/versions\/([^/]+)$/i.exec(
      id
    ) ?? [];
  const isKind = (text: string): text is SharedKind => Object.hasOwn(contentOf, text);
  const source =
    workspace === WORKSPACE_GUID && isKind(kind) ? assets[kind].version(name, version) : undefined;
  if (!source || !isKind(kind)) throw fail('SharedAssetUnknown', { id });
  return { kind, source };
}

/** Copies content and returns its new URI. Content that is not on this machine is not copied, and keeps its URI. */
async function copyContent(
  uri: string,
  registry: AssetOwner,
  { data, files, uploads }: ShareDeps
): Promise<string> {
  const path = dataPath(uri, data);
  if (!path) return uri;
  if (!existsSync(path)) throw fail('SharedContentMissing', { uri });
  const { blobReferenceForConsumption } = await uploads.start(registry.id);
  const { blobUri } = blobReferenceForConsumption;
  const container = blobUri.slice(blobUri.lastIndexOf('/') + 1);
  return `${blobUri}/${await files.copyIn(container, path)}`;
}
