import type { VersionedStore } from './versioned-store.js';

/** The asset types that workspaces and registries have, as they stand in URLs. */
export type AssetKindName = 'codes' | 'data' | 'environments' | 'components' | 'models';

/** Where the assets of one workspace or registry live, by their types. */
export type AssetStores<K extends string = AssetKindName> = Readonly<Record<K, VersionedStore>>;
