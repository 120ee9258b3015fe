import type { FastifyInstance } from 'fastify';
import { accountName, STORAGE_SUFFIX } from '../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import { datastoreContainer, type DatastoreSources } from '../data/datastore-container.js';
import { datastores, isDatastore } from '../data/default-datastores.js';
import { isReader } from '../identity/tokens.js';
import { fail } from './errors.js';

/** Datastores for azureml-fsspec and mltable: with the signature that opens their container. */
export function datastoreServiceRoutes(
  app: FastifyInstance,
  sources: DatastoreSources & { signatures: Signatures }
): void {
  app.get<{ Params: { name: string } }>('/datastores/:name', ({ params: { name }, claims }) => {
    const isKnown = isDatastore(name) || sources.declared(name) !== undefined;
    const containerName = isKnown ? datastoreContainer(name, sources) : undefined;
    if (containerName === undefined) throw fail('ResourceNotFound', { type: 'datastore', name });
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
  });
}
