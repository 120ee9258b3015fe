import type { FastifyInstance } from 'fastify';
import { FILE_SHARE_CONTAINER, type Resource, resourceType } from 'carry-ml/arm';
import { accountName, STORAGE_SUFFIX } from '../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import { datastoreName, datastores, isDatastore } from '../data/default-datastores.js';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { pageOf, readSlice, booleanParam, type ListQuery } from '../protocol/paging.js';
import { normalise } from '../protocol/normalise.js';
import { DatastoreBody, type DeclaredDatastore } from '../schemas/datastore-schema.js';
import { ResourceParams } from '../schemas/resource-name.js';
import type { DocumentStore, StoredDocument } from '../store/document-store.js';
import { fail } from './errors.js';

interface Route {
  Params: { name: string };
  Querystring: Pick<ListQuery, '$skip'> & {
    count?: string;
    isDefault?: string;
    /** Comma-separated, or given several times. */
    names?: string | string[];
    searchText?: string;
    orderBy?: string;
    orderByAsc?: string;
  };
  Body: { properties: DeclaredDatastore };
}

interface DatastoreDeps {
  signatures: Signatures;
  declared: DocumentStore<DeclaredDatastore>;
}

/** Azure's own default for a page of datastores. */
const PAGE_SIZE = '30';

/**
 * The default datastores of every workspace, which are on this machine, and those that a client declares: their data stays where it
 * is, and is downloaded for the jobs that read it.
 */
export function datastoreRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { signatures, declared }: DatastoreDeps
): void {
  const { defaultResource, resource } = datastoreResources(context);
  const find = (asked: string) => {
    const name = datastoreName(asked);
    if (isDatastore(name)) return defaultResource(name);
    const found = declared.get(name);
    if (!found) throw fail('ResourceNotFound', { type: 'datastore', name });
    return resource(found);
  };

  app.get<Route>('/datastores', request => {
    const slice = readSlice({ $skip: request.query.$skip, $top: request.query.count ?? PAGE_SIZE });
    const all = [
      ...(Object.keys(datastores) as (keyof typeof datastores)[]).map(defaultResource),
      ...declared.list().map(resource)
    ];
    const rows = selected(all, request.query);
    const { skip, top } = slice;
    return pageOf(rows.slice(skip, skip + top + 1), slice, context.origin(), request.url);
  });

  app.get<Route>('/datastores/:name', request => find(request.params.name));

  app.put<Route>(
    '/datastores/:name',
    { bodyLimit: DECLARATION_BYTES, schema: { params: ResourceParams, body: DatastoreBody } },
    (request, reply) => {
      const { name } = request.params;
      refuseDefault(name, 'changed');
      const existed = declared.get(name);
      const stored = declared.put(name, normalise(request.body.properties), context.user);
      return reply.code(existed ? 200 : 201).send(resource(stored));
    }
  );

  app.delete<Route>('/datastores/:name', (request, reply) => {
    refuseDefault(request.params.name, 'deleted');
    return reply.code(declared.delete(request.params.name) ? 200 : 204).send();
  });

  app.post<Route>('/datastores/:name/listSecrets', request => {
    const name = datastoreName(request.params.name);
    if (isDatastore(name))
      return {
        secretsType: 'Sas',
        sasToken: signatures.grant(datastores[name].container, 'racwdl', LINK_LIFETIME_HOURS)
      };
    find(name);
    const secrets = declared.get(name)?.properties.credentials.secrets;
    if (secrets) return secrets;
    throw fail('DatastoreWithoutSecrets', { name });
  });
}

/** Converts default and declared datastores to resources. */
function datastoreResources(context: WorkspaceContext) {
  const defaultResource = (name: keyof typeof datastores) => ({
    id: idOf(context, 'datastores', name),
    name,
    type: resourceType('datastores'),
    systemData: systemData(context.user, 0),
    properties: {
      ...placeOf(name),
      accountName: accountName(context.origin()),
      endpoint: STORAGE_SUFFIX,
      protocol: 'https',
      isDefault: datastores[name].isDefault,
      serviceDataAccessAuthIdentity: 'None',
      credentials: { credentialsType: 'Sas', secrets: { secretsType: 'Sas' } },
      description: null,
      tags: {},
      properties: fileShareProperties(name)
    }
  });
  const resource = (d: StoredDocument<DeclaredDatastore>): Resource<{ isDefault: boolean }> => ({
    id: idOf(context, 'datastores', d.name),
    name: d.name,
    type: resourceType('datastores'),
    systemData: systemData(d.createdBy, d.createdAt, d.modifiedAt),
    properties: { ...withoutSecrets(d.properties), isDefault: false }
  });
  return { defaultResource, resource };
}

/** The type of a default datastore, and the container or file share of the account that it names. */
function placeOf(name: keyof typeof datastores) {
  const { type, container } = datastores[name];
  return type === 'AzureFile'
    ? { datastoreType: type, fileShareName: container }
    : { datastoreType: type, containerName: container };
}

/** Names the container with the files of a file share, for clients that read no file shares. */
function fileShareProperties(name: keyof typeof datastores): Record<string, string> {
  const { type, container } = datastores[name];
  return type === 'AzureFile' ? { [FILE_SHARE_CONTAINER]: container } : {};
}

type Listed = Pick<Resource<{ isDefault: boolean }>, 'name' | 'systemData' | 'properties'>;

/** Returns the datastores that match a query, in one of the contract's orders; any other order is that of their declaration. */
function selected<T extends Listed>(all: T[], query: Route['Querystring']): T[] {
  const { names, searchText = '', orderBy = '', orderByAsc } = query;
  const isDefault = booleanParam(query.isDefault, 'isDefault');
  const wanted = [names ?? []].flat().flatMap(list => list.split(','));
  const rows = all
    .filter(d => isDefault === undefined || d.properties.isDefault === isDefault)
    .filter(d => wanted.length === 0 || wanted.includes(d.name))
    .filter(d => d.name.includes(searchText));
  const direction = booleanParam(orderByAsc, 'orderByAsc') ? 1 : -1;
  const key = orders[orderBy.toLowerCase()];
  return key
    ? rows.sort((a, b) => (key(a) < key(b) ? -direction : key(a) > key(b) ? direction : 0))
    : rows;
}

const orders: Record<string, ((datastore: Listed) => string) | undefined> = {
  name: d => d.name,
  createdtime: d => d.systemData?.createdAt ?? '',
  modifiedtime: d => d.systemData?.lastModifiedAt ?? ''
};

/** Replaces the secrets by their type: only `listSecrets` returns them. */
function withoutSecrets(declared: DeclaredDatastore): DeclaredDatastore {
  const { credentialsType: secretsType } = declared.credentials;
  const secrets = secretsType === 'None' ? undefined : { secretsType };
  return {
    description: null,
    ...declared,
    tags: declared.tags ?? {},
    properties: declared.properties ?? {},
    credentials: { ...declared.credentials, secrets }
  };
}

function refuseDefault(asked: string, change: 'changed' | 'deleted'): void {
  const name = datastoreName(asked);
  if (isDatastore(name)) throw fail('DefaultDatastoreImmutable', { name, change });
}
