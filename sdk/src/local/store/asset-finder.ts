import { parseAssetReference } from '../../arm/resource-id.js';
import type { AssetKindName, AssetStores } from './asset-stores.js';
import type { StoredVersion } from './versioned-store.js';

/**
 * The version of an asset that a job names; a name without a version, or a label, means the newest one. Undefined when nothing
 * of the kind has that id.
 */
export type FindAsset = (id: string, kind: AssetKindName) => StoredVersion | undefined;

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
    const version = reference.version ?? store?.container(reference.name)?.latestVersion;
    return version === undefined ? undefined : store?.version(reference.name, version);
  };
}
