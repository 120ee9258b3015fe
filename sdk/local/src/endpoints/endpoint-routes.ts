import type { FastifyInstance } from 'fastify';
import { resourceType } from 'carry-ml/arm';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { pageOf } from '../protocol/paging.js';
import { normaliseBody, patched, trackedPart } from '../protocol/tracked-resource.js';
import { EndpointPatch, type EndpointBody, type EndpointKeys } from '../schemas/endpoint-schema.js';
import type { TrackedPatch } from '../schemas/tracked-resource-schema.js';
import type { EndpointStore, StoredEndpoint } from '../store/endpoint-store.js';
import { authModeOf } from './auth-mode.js';
import type { EndpointChange, EndpointKind } from './endpoint-kind.js';
import { endpointSlice, selected, type EndpointQuery } from './endpoint-query.js';
import { fail } from './errors.js';
import { newKeys } from './keys.js';
import { checkName } from './endpoint-name.js';

export interface EndpointDeps {
  endpoints: EndpointStore;
  longRunning: LongRunning;
}

interface Route {
  Params: { endpoint: string };
  Querystring: EndpointQuery;
  Body: EndpointBody & { properties: { keys?: EndpointKeys } };
}

/** The endpoint of this kind and name; throws when there is none. */
export function findEndpoint(
  { path, noun }: EndpointKind,
  endpoints: EndpointStore,
  name: string
): StoredEndpoint {
  const found = endpoints.get(name);
  if (found?.path !== path) throw fail('ResourceNotFound', { type: noun, name });
  return found;
}

/** The path of an endpoint's scoring URI. */
export function inferencePath(name: string, last: string): string {
  return `/inference/${name}/${last}`;
}

/** The endpoints of one kind: create, get, list, change, delete, and their keys. */
export function endpointRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  kind: EndpointKind,
  { endpoints, longRunning }: EndpointDeps
): void {
  const base = `/${kind.path}`;
  const resource = endpointResources(context, kind);
  const find = (name: string) => findEndpoint(kind, endpoints, name);
  const readBody = (name: string, body: Route['Body'], before?: StoredEndpoint) =>
    declaredEndpoint(kind, name, body, {
      before: before?.body.properties,
      deployments: endpoints.deployments(name).map(deployment => deployment.name)
    });

  app.get<Route>(base, request => {
    const slice = endpointSlice(request.query);
    const rows = selected(endpoints.list(kind.path), request.query)
      .slice(slice.skip, slice.skip + slice.top + 1)
      .map(resource);
    return pageOf(rows, slice, context.origin(), request.url);
  });

  app.get<Route>(`${base}/:endpoint`, request => resource(find(request.params.endpoint)));

  app.put<Route>(
    `${base}/:endpoint`,
    { bodyLimit: DECLARATION_BYTES, schema: { body: kind.bodies.endpoint } },
    (request, reply) => {
      const name = request.params.endpoint;
      const before = endpoints.get(name);
      if (!before) checkName('endpoint', name);
      else if (before.path !== kind.path) throw fail('EndpointNameTaken', { name });
      const { body, keys } = readBody(name, request.body, before);
      const stored = before
        ? endpoints.update(name, body)
        : endpoints.create({ path: kind.path, name, body, keys: newKeys(keys) }, context.user);
      return longRunning.put(reply, !before, resource(stored));
    }
  );

  app.patch<{ Params: Route['Params']; Body: TrackedPatch }>(
    `${base}/:endpoint`,
    { bodyLimit: DECLARATION_BYTES, schema: { body: EndpointPatch } },
    request => {
      const { name, body } = find(request.params.endpoint);
      return resource(endpoints.update(name, patched(body, request.body)));
    }
  );

  app.delete<Route>(`${base}/:endpoint`, (request, reply) => {
    const { endpoint } = request.params;
    if (endpoints.get(endpoint)?.path !== kind.path) return reply.code(204).send();
    endpoints.delete(endpoint);
    return longRunning.accepted(reply);
  });

  app.post<Route>(`${base}/:endpoint/listKeys`, request => {
    const keys = endpoints.keys(find(request.params.endpoint).name);
    return { primaryKey: keys?.Primary, secondaryKey: keys?.Secondary };
  });
}

/** Returns the endpoint that a request declares, with the defaults of its kind, and the keys that the request gives. */
function declaredEndpoint(
  kind: EndpointKind,
  name: string,
  body: Route['Body'],
  current: Pick<EndpointChange, 'before' | 'deployments'>
) {
  const given = normaliseBody(body);
  const { keys, ...properties } = given.properties;
  const endpoint = {
    identity: { type: 'SystemAssigned' },
    ...kind.endpointDefaults(properties),
    ...given,
    properties: kind.endpoint({
      name,
      given: { ...properties, authMode: authModeOf(properties.authMode) },
      ...current
    })
  };
  return { body: endpoint, keys };
}

/** Returns the function that converts endpoints of one kind to resources. */
function endpointResources(context: WorkspaceContext, kind: EndpointKind) {
  return ({ name, body, createdBy, createdAt, modifiedAt }: StoredEndpoint) => {
    const at = (last: string) => `${context.origin()}${inferencePath(name, last)}`;
    return {
      id: idOf(context, kind.path, name),
      name,
      type: resourceType(kind.path),
      systemData: systemData(createdBy, createdAt, modifiedAt),
      ...trackedPart(body),
      properties: {
        description: null,
        ...body.properties,
        properties: body.properties.properties ?? {},
        provisioningState: 'Succeeded',
        scoringUri: at(kind.scoring),
        swaggerUri: kind.scoring === 'score' ? at('swagger.json') : undefined
      }
    };
  };
}
