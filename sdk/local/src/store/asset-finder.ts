import { parseAssetReference } from 'carry-ml/arm';
import { isAzureRegistry } from './azure-registries.js';
import type { AssetKindName, AssetStores } from './stores-by-kind.js';
import type { StoredVersion } from './versioned-store.js';

/**
 * Finds the version of an asset by the id that a job names. An id without a version, or with a label, refers to the newest version.
 * Undefined when no asset of the kind has that id.
 */
export type FindAsset = (id: string, kind: AssetKindName) => StoredVersion | undefined;

/** The version with which Azure's clients request the newest version of a component. */
export const DEFAULT_VERSION = 'azureml_default';

/** Creates a finder of assets of the workspace and, by their longer ids, of registries. */
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

/** Prefix of the environments that Azure provides in every workspace. */
const CURATED_PREFIX = 'AzureML-';

/** The lookups for assets that a job or a deployment may name. */
export interface AssetSources {
  findAsset: FindAsset;
  hasRegistry: (name: string) => boolean;
}

/**
 * Returns the id of an existing asset, with a label such as `@latest` replaced by the current version; undefined when it does not
 * exist. Assets of remote registries and Azure's own environments are accepted by name, because jobs run on this machine's own Python
 * and Node.
 */
export function pinnedId(
  id: string,
  kind: AssetKindName,
  { findAsset, hasRegistry }: AssetSources
): string | undefined {
  const reference = parseAssetReference(id, kind);
  const found = findAsset(id, kind);
  if (found && reference) return reference.version ? id : withVersion(id, found.version);
  // A local registry named as one of Azure's holds what a user brought; the environments of Azure's are known all the same.
  const isRemote = reference?.registry
    ? !hasRegistry(reference.registry) ||
      (kind === 'environments' && isAzureRegistry(reference.registry))
    : kind === 'environments' && reference?.name.startsWith(CURATED_PREFIX);
  return isRemote ? id : undefined;
}

function withVersion(id: string, version: string): string {
  const plain = id.replace(/(@\w+|\/labels\/\w+)$/, '');
  return id.includes('/') ? `${plain}/versions/${version}` : `${plain}:${version}`;
}
