import type { AssetBase } from 'carry-ml/arm';

/** The records that a list shows, by Azure's names. */
export type ListView = 'ActiveOnly' | 'ArchivedOnly' | 'All';

/** A stored container or version. Times in milliseconds since 1970. */
export interface StoredAsset {
  /** The row after which the next page of a list starts. */
  row: number;
  name: string;
  properties: AssetBase & Record<string, unknown>;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
}

export interface StoredVersion extends StoredAsset {
  version: string;
}

export interface StoredContainer extends StoredAsset {
  latestVersion?: string;
  nextVersion: string;
}

export interface ContainerQuery {
  view: ListView;
  /** Only records after this row, in the order of the list. */
  before?: number;
  skip: number;
  top: number;
}

export interface VersionQuery extends ContainerQuery {
  /** The versions with this content hash (code versions), as in Azure regardless of their name: clients give each upload a new one. */
  hash?: string;
  /** Only versions that have this property with this value. */
  property?: { name: string; value: string };
  newestFirst: boolean;
}

/** Stores containers and versions of one asset type. Models have tables of their own; all other types share one. */
export interface VersionedStore {
  container(name: string): StoredContainer | undefined;
  containers(query: ContainerQuery): StoredContainer[];
  putContainer(name: string, properties: StoredAsset['properties'], by: string): StoredContainer;
  deleteContainer(name: string): boolean;
  version(name: string, version: string): StoredVersion | undefined;
  versions(name: string, query: VersionQuery): StoredVersion[];
  putVersion(
    name: string,
    version: string,
    properties: StoredAsset['properties'],
    by: string
  ): StoredVersion;
  deleteVersion(name: string, version: string): boolean;
}
