import { parseAssetReference } from 'carry-ml/arm';
import type { AssetKindName, AssetStores } from './asset-stores.js';
import type { StoredVersion } from './versioned-store.js';

/**
 * The version of an asset that a job names; a name without a version, or a label, means the newest one. Undefined when nothing
 * of the kind has that id.
 */
export type FindAsset = (id: string, kind: AssetKindName) => StoredVersion | undefined;

/** The version by which Azure's clients ask for a component without one: its newest. */
export const DEFAULT_VERSION = 'azureml_default';

/** Finds assets of the workspace, and those of registries by their longer ids. */
export function assetFinder(
  workspace: Partial<AssetStores>,
  registry: (name: string) => AssetStores | undefined
): FindAsset {
  return (id, kind) => {
    const reference = parseAssetReference(id, kind);
    if (!reference) return undefined;
    const stores = reference.registry === undefined ? workspace : registry(reference.registry);
    const store = stores?.[kind];
    const named = reference.version === DEFAULT_VERSION ? undefined : reference.version;
    const version = named ?? store?.container(reference.name)?.latestVersion;
    return version === undefined ? undefined : store?.version(reference.name, version);
  };
}

/** What the names of the environments begin with that Azure keeps in every workspace. */
const CURATED = 'AzureML-';

/** Where the assets are that a job or a deployment may name. */
export interface AssetSources {
  findAsset: FindAsset;
  hasRegistry: (name: string) => boolean;
}

/**
 * The id of an asset that is there, with the version that a label such as `@latest` stands for today; undefined when it is not
 * there. Assets of registries elsewhere and Azure's own environments are accepted by name: here everything runs on this machine's own
 * Python and Node.
 */
export function pinnedId(
  id: string,
  kind: AssetKindName,
  { findAsset, hasRegistry }: AssetSources
): string | undefined {
  const reference = parseAssetReference(id, kind);
  const found = findAsset(id, kind);
  if (found && reference) return reference.version ? id : withVersion(id, found.version);
  const isRemote = reference?.registry
    ? !hasRegistry(reference.registry)
    : kind === 'environments' && reference?.name.startsWith(CURATED);
  return isRemote ? id : undefined;
}

function withVersion(id: string, version: string): string {
  const plain = id.replace(/(@\w+|\/labels\/\w+)$/, '');
  return id.includes('/') ? `${plain}/versions/${version}` : `${plain}:${version}`;
}
