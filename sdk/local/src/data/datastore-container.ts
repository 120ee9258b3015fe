import { accountName } from '../blobs/blob-url.js';
import type { DeclaredDatastore } from '../schemas/datastore-schema.js';
import { containerOf, datastoreName, isDatastore } from './default-datastores.js';

export interface DatastoreSources {
  /** Returns a datastore that a client has declared. */
  declared: (name: string) => DeclaredDatastore | undefined;
  origin: () => string;
}

/**
 * Returns the local container of a datastore: a default datastore, or a declared one whose account is this workspace's own Blob
 * storage. Undefined for any other datastore, whose data must be fetched before a job can read it.
 */
export function datastoreContainer(
  requested: string,
  { declared, origin }: DatastoreSources
): string | undefined {
  const name = datastoreName(requested);
  const given = isDatastore(name) ? undefined : declared(name);
  if (!given) return containerOf(name);
  const { datastoreType, accountName: account, containerName } = given;
  const isOurs = account === accountName(origin());
  return datastoreType === 'AzureBlob' && isOurs && typeof containerName === 'string'
    ? containerName
    : undefined;
}
