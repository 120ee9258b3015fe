import type { FastifyInstance } from 'fastify';
import { resourceType } from 'carry-ml/arm';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { normalise } from '../protocol/normalise.js';
import { ConnectionBody, ConnectionUpdate, type Connection } from '../schemas/connection-schema.js';
import { ResourceParams } from '../schemas/resource-name.js';
import type { DocumentStore, StoredDocument } from '../store/document-store.js';
import { fail } from './errors.js';

interface Route {
  Params: { name: string };
  Querystring: { target?: string; category?: string };
  Body: { properties: Connection };
}

/** `connections` to other services: create, change, get, list, delete, and list their secrets. */
export function connectionRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  connections: DocumentStore<Connection>
): void {
  const resource = (c: StoredDocument<Connection>) => ({
    id: idOf(context, 'connections', c.name),
    name: c.name,
    type: resourceType('connections'),
    systemData: systemData(c.createdBy, c.createdAt, c.modifiedAt),
    properties: withoutSecrets(c.properties)
  });

  app.get<Route>('/connections', request => {
    const { target, category } = request.query;
    const value = connections
      .list()
      .filter(({ properties: p }) => target === undefined || p.target === target)
      .filter(({ properties: p }) => category === undefined || isSame(p.category, category))
      .map(resource);
    return { value };
  });

  const find = (name: string) => {
    const found = connections.get(name);
    if (!found) throw fail('ResourceNotFound', { type: 'connection', name });
    return found;
  };

  app.get<Route>('/connections/:name', request => resource(find(request.params.name)));

  app.put<Route>(
    '/connections/:name',
    { bodyLimit: DECLARATION_BYTES, schema: { params: ResourceParams, body: ConnectionBody } },
    request => {
      const given = normalise(request.body.properties);
      return resource(connections.put(request.params.name, given, context.user));
    }
  );

  app.patch<Route>(
    '/connections/:name',
    { bodyLimit: DECLARATION_BYTES, schema: { params: ResourceParams, body: ConnectionUpdate } },
    request => {
      const { name, properties } = find(request.params.name);
      const changed = { ...properties, ...normalise(request.body.properties) };
      return resource(connections.put(name, changed, context.user));
    }
  );

  app.post<Route>('/connections/:name/listSecrets', request => {
    const found = find(request.params.name);
    return { ...resource(found), properties: found.properties };
  });

  app.delete<Route>('/connections/:name', (request, reply) =>
    reply.code(connections.delete(request.params.name) ? 200 : 204).send()
  );
}

/** Clients derive the category from names of their own, with other capitals than Azure. */
function isSame(category: string | undefined, asked: string): boolean {
  return category?.toLowerCase() === asked.toLowerCase();
}

/** Removes the credentials, and the free value, which may contain a key. */
function withoutSecrets(connection: Connection): Connection {
  const rest = { ...connection };
  delete rest.credentials;
  delete rest.value;
  return rest;
}
