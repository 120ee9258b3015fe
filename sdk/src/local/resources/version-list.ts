import type { StoredVersion, VersionedStore } from '../store/versioned-store.js';
import type { ListQuery, Slice } from './paging.js';

/** The query of a list of versions: which ones, in which order. */
export interface VersionListQuery extends ListQuery {
  hash?: string;
  hashVersion?: string;
  version?: string;
  description?: string;
  stage?: string;
  /** Comma-separated names, each with a value behind `=` or without. */
  tags?: string;
  $tags?: string;
  properties?: string;
  /** The workspace or registry that the versions are from. */
  feed?: string;
  offset?: string;
}

/** More versions than anything has. */
const EVERY = 1_000_000;

/** Azure's words for when something was made and changed. Other orders are not told of, and are the usual one. */
const orders: Record<string, ((v: StoredVersion) => number) | undefined> = {
  updatedtime: v => v.modifiedAt,
  modifiedtime: v => v.modifiedAt,
  lastmodifiedat: v => v.modifiedAt,
  version: v => Number(v.version)
};

/** The versions that a query asks for, and one more where there are more. */
export function listVersions(
  store: VersionedStore,
  name: string,
  query: VersionListQuery,
  slice: Slice,
  feed: string
): StoredVersion[] {
  const [field = '', direction = 'desc'] = (query.$orderBy ?? '').trim().toLowerCase().split(/\s+/);
  const newestFirst = direction !== 'asc';
  const { skip, top, view } = slice;
  const filters = filtersOf(query, feed);
  const order = orders[field];
  const part = { view, hash: query.hash, newestFirst };
  if (filters.length === 0 && !order) return store.versions(name, { ...part, skip, top: top + 1 });
  const all = store
    .versions(name, { ...part, skip: 0, top: EVERY })
    .filter(version => filters.every(holds => holds(version)));
  if (order) all.sort((a, b) => (order(a) - order(b)) * (newestFirst ? -1 : 1));
  return all.slice(skip, skip + top + 1);
}

type Filter = (version: StoredVersion) => boolean;

function filtersOf(query: VersionListQuery, feed: string): Filter[] {
  const { version, description, stage, hashVersion } = query;
  const when = (value: string | undefined, filter: (value: string) => Filter) =>
    value ? [filter(value)] : [];
  return [
    ...when(version, wanted => v => v.version === wanted),
    ...when(description, wanted => v => (v.properties.description ?? '').includes(wanted)),
    ...when(stage, wanted => v => v.properties.stage === wanted),
    ...when(hashVersion, wanted => v => v.properties.properties?.hash_version === wanted),
    ...when(query.feed, wanted => () => wanted.toLowerCase() === feed.toLowerCase()),
    ...when(query.tags ?? query.$tags, wanted => v => hasAll(v.properties.tags, wanted)),
    ...when(query.properties, wanted => v => hasAll(v.properties.properties, wanted))
  ];
}

/** True when a map has every name of `tag1,tag2=value2`, with the value where one is given. */
export function hasAll(map: Record<string, string> | null | undefined, wanted: string): boolean {
  return wanted.split(',').every(pair => {
    const [name = '', ...value] = pair.trim().split('=');
    const has = map?.[name];
    return has !== undefined && (value.length === 0 || has === value.join('='));
  });
}
