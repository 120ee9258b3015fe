import { parseDatastoreUri } from 'carry-ml/arm';
import { fail } from './errors.js';
import type { DeclaredDatastore } from '../schemas/datastore-schema.js';
import { decoded } from './data-path.js';

/** How to authenticate with a storage account. */
export type StorageAccess =
  { kind: 'open' } | { kind: 'sas'; token: string } | { kind: 'key'; account: string; key: string };

/** Blobs of a remote storage account: one blob, or all below a path. */
export interface RemoteData {
  /** The URL of the container, without any signature. */
  container: string;
  path: string;
  access: StorageAccess;
}

export interface RemoteSources {
  declared: (name: string) => DeclaredDatastore | undefined;
  allDeclared: () => DeclaredDatastore[];
}

/** `https://{account}.blob.{endpoint}/{container}/{path}`, and the URL of a data lake, which serves the Blob API too. */
const blobUrl =
  /^(?<protocol>https?):\/\/(?<account>.+?)\.(?:blob|dfs)\.(?<endpoint>[^/?]+)\/(?<container>[^/?]+)\/?(?<path>[^?]*)(?:\?(?<token>.+))?$/;
/** `wasbs://{container}@{account}.blob.{endpoint}/{path}`, and `abfss` of a data lake. */
const hadoopUrl =
  /^(?:wasbs?|abfss?):\/\/(?<container>[^@/]+)@(?<account>.+?)\.(?:blob|dfs)\.(?<endpoint>[^/?]+)\/?(?<path>[^?]*)$/;

type Parts = Place & { path: string; token?: string };

/** Resolves a URI to remote blobs and their credentials; undefined for a URI that is not one of blobs. */
export function remoteData(uri: string, sources: RemoteSources): RemoteData | undefined {
  const place = parseDatastoreUri(uri);
  if (place) {
    const store = sources.declared(place.datastore);
    return store && { ...inDatastore(place.datastore, store), path: place.path };
  }
  const url = blobUrl.exec(uri)?.groups as Parts | undefined;
  if (url) return inAccount(url, decoded(url.path), sources);
  const hadoop = hadoopUrl.exec(uri)?.groups as Parts | undefined;
  return hadoop && inAccount({ ...hadoop, protocol: 'https' }, hadoop.path, sources);
}

/** Returns a URI that is safe to show: without query, fragment, user name and password. */
export function withoutSignature(uri: string): string {
  return uri.replace(/[?#].*$/s, '').replace(/^(https?:\/\/)[^/@]*@/, '$1');
}

interface Place {
  protocol: string;
  account: string;
  endpoint: string;
  container: string;
}

const urlOf = ({ protocol, account, endpoint, container }: Place) =>
  `${protocol}://${account}.blob.${endpoint}/${container}`;

/** Finds the credentials of a URL without a signature: those of a datastore that is declared for the same container. */
function inAccount(
  place: Place & { token?: string },
  path: string,
  { allDeclared }: RemoteSources
): RemoteData {
  const at = { container: urlOf(place), path };
  if (place.token) return { ...at, access: { kind: 'sas', token: place.token } };
  // Protocol, host and container must all be equal: credentials are sent to no other host, and never over plain http.
  const store = allDeclared().find(each => placeOf(each) === at.container);
  return { ...at, access: store ? accessOf(place.account, store) : { kind: 'open' } };
}

function inDatastore(name: string, store: DeclaredDatastore): Omit<RemoteData, 'path'> {
  const { datastoreType, accountName: account } = store;
  const container = placeOf(store);
  if (typeof account !== 'string' || container === undefined)
    throw fail('DatastoreNotReadable', { name, type: datastoreType });
  return { container, access: accessOf(account, store, name) };
}

/** Returns the URL of the container that a datastore declares. */
function placeOf(store: DeclaredDatastore): string | undefined {
  const account = text(store.accountName);
  const container = containerOf(store);
  if (account === undefined || container === undefined) return undefined;
  const protocol = text(store.protocol) ?? 'https';
  return urlOf({
    protocol,
    account,
    endpoint: text(store.endpoint) ?? 'core.windows.net',
    container
  });
}

/** Returns undefined for file shares and first-generation data lakes, which have protocols of their own. */
function containerOf(store: DeclaredDatastore): string | undefined {
  if (store.datastoreType === 'AzureBlob') return text(store.containerName);
  return store.datastoreType === 'AzureDataLakeGen2' ? text(store.filesystem) : undefined;
}

function accessOf(
  account: string,
  { credentials }: DeclaredDatastore,
  name = account
): StorageAccess {
  const secrets: Record<string, unknown> = { ...credentials.secrets };
  const [token, key] = [text(secrets.sasToken), text(secrets.key)];
  switch (credentials.credentialsType) {
    case 'None':
      return { kind: 'open' };
    case 'Sas':
      if (token) return { kind: 'sas', token: token.replace(/^\?/, '') };
      break;
    case 'AccountKey':
      if (key) return { kind: 'key', account, key };
  }
  throw fail('DatastoreCredentialsUnusable', {
    name,
    credentials: credentials.credentialsType
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
