import type { FastifyInstance } from 'fastify';
import { accountName, STORAGE_SUFFIX } from '../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import { datastoreContainer, type DatastoreSources } from '../data/datastore-container.js';
import { datastores, isDatastore } from '../data/default-datastores.js';
import { isReader, type Claims } from '../identity/tokens.js';
import { fail } from './errors.js';

type Sources = DatastoreSources & {
  signatures: Signatures;
  /** The names of the datastores that clients have declared. */
  declaredNames: () => string[];
};

/**
 * Datastores for azureml-fsspec, mltable and azureml-core: with the signature that opens their container. The file shares of a workspace are
 * containers here, and only the Blob protocol reads them.
 */
export function datastoreServiceRoutes(app: FastifyInstance, sources: Sources): void {
  app.get<{ Params: { name: string } }>('/datastores/:name', ({ params: { name }, claims }) => {
    const found = describeDatastore(name, sources, claims);
    if (!found) throw fail('ResourceNotFound', { type: 'datastore', name });
    return found;
  });

  // A datastore elsewhere has no container here, and its credentials are for those who ask the Resource Manager.
  app.get('/datastores', ({ claims }) => ({
    value: [...Object.keys(datastores), ...sources.declaredNames()].flatMap(
      name => describeDatastore(name, sources, claims) ?? []
    )
  }));

  app.get('/default', ({ claims }) => {
    const [name = ''] = Object.entries(datastores).find(([, { isDefault }]) => isDefault) ?? [];
    return describeDatastore(name, sources, claims);
  });
}

/** Describes a datastore whose container is in this workspace. Undefined for any other name. */
function describeDatastore(name: string, sources: Sources, claims: Claims | null) {
  const isKnown = isDatastore(name) || sources.declared(name) !== undefined;
  const containerName = isKnown ? datastoreContainer(name, sources) : undefined;
  if (containerName === undefined) return undefined;
  // A reader of the workspace gets a signature that does not permit writing.
  const permissions = claims && !isReader(claims) ? 'rlwcad' : 'rl';
  const sasToken = sources.signatures.grant(containerName, permissions, LINK_LIFETIME_HOURS);
  return {
    name,
    dataStoreType: 'AzureBlob',
    isDefault: isDatastore(name) && datastores[name].isDefault,
    tags: {},
    azureStorageSection: {
      accountName: accountName(sources.origin()),
      containerName,
      endpoint: STORAGE_SUFFIX,
      protocol: 'https',
      credentialType: 'Sas',
      credential: sasToken,
      isSas: true,
      sasToken,
      serviceDataAccessAuthIdentity: 'None'
    }
  };
}
