import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** URIs of data that cannot be resolved or read. All of them are Azure's `UserError`. */
export const dataErrors = {
  CircularDataUri: {
    code: 'UserError',
    status: 400,
    message: (p: { uri: string }) =>
      `The URI '${p.uri}' refers to assets that refer to one another in a circle. Give the first of them the location of its files.`
  },
  DataAssetNotFound: {
    code: 'UserError',
    status: 400,
    message: (p: { uri: string }) =>
      `The input '${p.uri}' names no data asset or model of this workspace or of one of its registries. Check its name and version.`
  },
  InvalidBlobEscapes: {
    code: 'UserError',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' is not the path of a blob: it contains an invalid percent escape.`
  },
  DatastoreNotReadable: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; type: string }) =>
      `The datastore '${p.name}' is of the type ${p.type}, or has no account or container, so its data cannot be read here. Copy the data to 'workspaceblobstore', or to a blob container that is declared as a datastore.`
  },
  DatastoreCredentialsUnusable: {
    code: 'UserError',
    status: 400,
    message: (p: { name: string; credentials: string }) =>
      `The datastore '${p.name}' is declared with credentials of the type ${p.credentials}, with which the local workspace cannot open it. Declare it with an account key or a shared access signature, secrets included.`
  },
  InputNotFetched: {
    code: 'UserError',
    status: 400,
    message: (p: { input: string; source: string; reason: string }) =>
      `The input '${p.input}' could not be fetched from ${p.source}: ${p.reason}. Check that the path exists, that its credentials or signature permit reading and listing and have not expired, and that this machine can connect to the storage account.`
  }
};

export const fail = defineErrors({ ...localErrors, ...dataErrors });
