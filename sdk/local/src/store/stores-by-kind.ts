import type { VersionedStore } from './versioned-store.js';

/** The asset types of workspaces and registries, as in URLs. */
export type AssetKindName = 'codes' | 'data' | 'environments' | 'components' | 'models';

/** The stores of one workspace or registry, by asset type. */
export type AssetStores<K extends string = AssetKindName> = Readonly<Record<K, VersionedStore>>;
