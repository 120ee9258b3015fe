import type { FastifyInstance } from 'fastify';
import { resourceType } from 'carry-ml/arm';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { pageOf, readSlice, type ListQuery } from '../protocol/paging.js';
import { normaliseBody, patched, trackedPart } from '../protocol/tracked-resource.js';
import {
  DeploymentPatchBody,
  type DeploymentBody,
  type DeploymentPatch
} from '../schemas/deployment-schema.js';
import type { EndpointStore, StoredDeployment } from '../store/endpoint-store.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint, type EndpointDeps } from './endpoint-routes.js';
import { fail } from './errors.js';
import { checkName } from './endpoint-name.js';

interface Route {
  Params: { endpoint: string; deployment: string };
  Querystring: ListQuery;
  Body: DeploymentBody;
}

/** The deployment of this name; throws when the endpoint does not have it. */
export function findDeployment(
  kind: EndpointKind,
  endpoints: EndpointStore,
  { endpoint, deployment }: Route['Params']
): StoredDeployment {
  const { name } = findEndpoint(kind, endpoints, endpoint);
  const found = endpoints.deployment(name, deployment);
  if (!found) throw fail('ResourceNotFound', { type: 'deployment', name: `${name}/${deployment}` });
  return found;
}

/** The deployments of the endpoints of one kind: create, get, list, change, delete. */
export function deploymentRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  kind: EndpointKind,
  { endpoints, longRunning }: EndpointDeps
): void {
  const base = `/${kind.path}/:endpoint/deployments`;
  const resource = deploymentResources(context, kind);

  app.get<Route>(base, request => {
    const { name } = findEndpoint(kind, endpoints, request.params.endpoint);
    const slice = readSlice(request.query);
    const rows = endpoints.deployments(name);
    if (/\bdesc\b/i.test(request.query.$orderBy ?? '')) rows.reverse();
    const page = rows.slice(slice.skip, slice.skip + slice.top + 1);
    return pageOf(page.map(resource), slice, context.origin(), request.url);
  });

  app.get<Route>(`${base}/:deployment`, request =>
    resource(findDeployment(kind, endpoints, request.params))
  );

  app.put<Route>(
    `${base}/:deployment`,
    { bodyLimit: DECLARATION_BYTES, schema: { body: kind.bodies.deployment } },
    (request, reply) => {
      const { name: endpoint } = findEndpoint(kind, endpoints, request.params.endpoint);
      const name = request.params.deployment;
      const before = endpoints.deployment(endpoint, name);
      if (!before) checkName('deployment', name);
      const given = normaliseBody(request.body);
      const body = {
        ...given,
        sku: kind.deploymentSku(given.sku),
        properties: kind.deployment(given.properties, before)
      };
      const stored = endpoints.putDeployment(endpoint, name, body, context.user);
      return longRunning.put(reply, !before, resource(stored));
    }
  );

  app.patch<{ Params: Route['Params']; Body: DeploymentPatch }>(
    `${base}/:deployment`,
    { bodyLimit: DECLARATION_BYTES, schema: { body: DeploymentPatchBody } },
    request => {
      const { endpoint, name, body } = findDeployment(kind, endpoints, request.params);
      const { description = body.properties.description } = request.body.properties ?? {};
      const changed = {
        ...patched(body, request.body),
        properties: { ...body.properties, description }
      };
      return resource(endpoints.putDeployment(endpoint, name, changed, context.user));
    }
  );

  app.delete<Route>(`${base}/:deployment`, (request, reply) => {
    const endpoint = endpoints.get(request.params.endpoint);
    const found = endpoints.deployment(request.params.endpoint, request.params.deployment);
    if (endpoint?.path !== kind.path || !found) return reply.code(204).send();
    const properties = kind.without(endpoint, found.name);
    endpoints.deleteDeployment(endpoint.name, found.name, { ...endpoint.body, properties });
    return longRunning.accepted(reply);
  });
}

/** Returns the function that converts deployments of one kind of endpoint to resources. */
function deploymentResources(context: WorkspaceContext, kind: EndpointKind) {
  return (stored: StoredDeployment) => ({
    id: idOf(context, kind.path, stored.endpoint, 'deployments', stored.name),
    name: stored.name,
    type: resourceType(kind.path, 'deployments'),
    systemData: systemData(stored.createdBy, stored.createdAt, stored.modifiedAt),
    ...trackedPart(stored.body),
    properties: {
      description: null,
      environmentVariables: {},
      ...stored.body.properties,
      properties: stored.body.properties.properties ?? {},
      provisioningState: 'Succeeded'
    }
  });
}
