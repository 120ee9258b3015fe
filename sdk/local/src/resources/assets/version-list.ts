import { hasAll } from '../../protocol/name-pairs.js';
import type { ListQuery, Seek } from '../../protocol/paging.js';
import type {
  StoredAsset,
  StoredContainer,
  StoredVersion,
  VersionedStore
} from '../../store/versioned-store.js';

/** The filters of lists of containers and of versions. */
export interface AssetListQuery extends ListQuery {
  name?: string;
  description?: string;
  createdBy?: string;
  /** Comma-separated names, each optionally with a value: `name=value`. */
  tags?: string;
}

/** The filters and the order of a list of versions. */
export interface VersionListQuery extends AssetListQuery {
  hash?: string;
  hashVersion?: string;
  version?: string;
  /** The same, as feature sets and entities call it. */
  versionName?: string;
  stage?: string;
  $tags?: string;
  properties?: string;
  /** The name of the workspace or registry of the versions. */
  feed?: string;
  offset?: string;
}

/** More versions than any asset has. */
const NO_LIMIT = 1_000_000;

/** Azure's names for the orders of a list. Any other name means the default order. */
const orders: Record<string, ((v: StoredVersion) => number) | undefined> = {
  updatedtime: v => v.modifiedAt,
  modifiedtime: v => v.modifiedAt,
  lastmodifiedat: v => v.modifiedAt,
  version: v => Number(v.version)
};

/** Whether a query requests another order than that of registration. */
export function isReordered(query: VersionListQuery): boolean {
  return orders[orderOf(query).field] !== undefined;
}

function orderOf({ $orderBy = '' }: VersionListQuery) {
  const [field = '', direction = 'desc'] = $orderBy.trim().toLowerCase().split(/\s+/);
  return { field, newestFirst: direction !== 'asc' };
}

/** The versions that match a query, and one more if there is a next page. */
export function listVersions(
  store: VersionedStore,
  name: string,
  query: VersionListQuery,
  seek: Seek,
  feed: string
): StoredVersion[] {
  const { field, newestFirst } = orderOf(query);
  const { skip, top, view, before } = seek;
  const filters = filtersOf(query, feed);
  const order = orders[field];
  const part = { view, hash: query.hash, newestFirst, before };
  if (filters.length === 0 && !order) return store.versions(name, { ...part, skip, top: top + 1 });
  const all = store
    .versions(name, { ...part, skip: 0, top: NO_LIMIT })
    .filter(version => filters.every(matches => matches(version)));
  if (order) all.sort((a, b) => (order(a) - order(b)) * (newestFirst ? -1 : 1));
  return all.slice(skip, skip + top + 1);
}

/** The containers that match a query, and one more if there is a next page. */
export function listContainers(
  store: VersionedStore,
  query: AssetListQuery,
  { view, before, skip, top }: Seek
): StoredContainer[] {
  const filters = [
    ...when(query.name, wanted => (a: StoredAsset) => a.name === wanted),
    ...assetFilters(query)
  ];
  if (filters.length === 0) return store.containers({ view, before, skip, top: top + 1 });
  return store
    .containers({ view, before, skip: 0, top: NO_LIMIT })
    .filter(container => filters.every(matches => matches(container)))
    .slice(skip, skip + top + 1);
}

type Filter<T> = (asset: T) => boolean;

/** A filter if a value is given, otherwise none. */
function when<T>(value: string | undefined, filter: (value: string) => Filter<T>): Filter<T>[] {
  return value ? [filter(value)] : [];
}

function assetFilters({ description, createdBy, tags }: AssetListQuery): Filter<StoredAsset>[] {
  return [
    ...when(
      description,
      wanted => (a: StoredAsset) => (a.properties.description ?? '').includes(wanted)
    ),
    ...when(createdBy, wanted => (a: StoredAsset) => a.createdBy === wanted),
    ...when(tags, wanted => (a: StoredAsset) => hasAll(a.properties.tags, wanted))
  ];
}

function filtersOf(query: VersionListQuery, feed: string): Filter<StoredVersion>[] {
  const { stage, hashVersion } = query;
  return [
    ...assetFilters({ ...query, tags: query.tags ?? query.$tags }),
    ...when(
      query.version ?? query.versionName,
      wanted => (v: StoredVersion) => v.version === wanted
    ),
    ...when(stage, wanted => (v: StoredVersion) => v.properties.stage === wanted),
    ...when(
      hashVersion,
      wanted => (v: StoredVersion) => v.properties.properties?.hash_version === wanted
    ),
    ...when(query.feed, wanted => () => wanted.toLowerCase() === feed.toLowerCase()),
    ...when(
      query.properties,
      wanted => (v: StoredVersion) => hasAll(v.properties.properties, wanted)
    )
  ];
}
