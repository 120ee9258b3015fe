import type { DeclaredDatastore } from '../schemas/datastore.js';
import { containerOf, datastoreName, isDatastore } from './datastores.js';

export interface DatastoreSources {
  /** A datastore that a client has declared. */
  declared: (name: string) => DeclaredDatastore | undefined;
  origin: () => string;
}

/**
 * The container of this machine that a datastore keeps its data in: one of those of birth, or a declared one whose account is this
 * workspace's own blob service. Undefined for one that lies elsewhere, which has to be fetched before a job can read it.
 */
export function datastoreContainer(
  asked: string,
  { declared, origin }: DatastoreSources
): string | undefined {
  const name = datastoreName(asked);
  const given = isDatastore(name) ? undefined : declared(name);
  if (!given) return containerOf(name);
  const { datastoreType, accountName, containerName } = given;
  const isOurs = accountName === `${new URL(origin()).host}/local`;
  return datastoreType === 'AzureBlob' && isOurs && typeof containerName === 'string'
    ? containerName
    : undefined;
}
