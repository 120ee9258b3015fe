import { fail } from '../../arm/errors.js';
import { containerOf, isDatastore } from '../datastores.js';
import type { DeclaredDatastore } from '../schemas/datastore.js';

export interface DatastoreSources {
  /** A datastore that a client has declared. */
  declared: (name: string) => DeclaredDatastore | undefined;
  origin: () => string;
}

/**
 * The container of this machine that a datastore keeps its data in: one of those of birth, or a declared one whose account is this
 * workspace's own blob service. Throws for one that lies elsewhere, which a job cannot read as if it were here.
 */
export function datastoreContainer(name: string, { declared, origin }: DatastoreSources): string {
  const given = isDatastore(name) ? undefined : declared(name);
  if (!given) return containerOf(name);
  const { datastoreType, accountName, containerName } = given;
  const isOurs = accountName === `${new URL(origin()).host}/local`;
  if (datastoreType === 'AzureBlob' && isOurs && typeof containerName === 'string')
    return containerName;
  throw fail('UserError', {
    message: `The datastore '${name}' (${datastoreType}) keeps its data in '${String(accountName ?? given.storeName)}', which the local workspace does not reach. Copy the data to 'workspaceblobstore', or give the job an https:// URI of it.`
  });
}
