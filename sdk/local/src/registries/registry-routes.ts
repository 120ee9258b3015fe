import type { FastifyInstance } from 'fastify';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import { groupPath, type WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { pageOf, readSlice, type ListQuery } from '../protocol/paging.js';
import { normalise } from '../protocol/normalise.js';
import {
  RegistryBody,
  RegistryParams,
  RegistryUpdate,
  type DeclaredRegistry,
  type RegistryChange
} from '../schemas/registry-schema.js';
import type { RegistryStore, StoredRegistry } from '../store/registry-store.js';
import { fail } from './errors.js';
import { registryPath, registryResource } from './registry-resource.js';

interface Route {
  Params: { registryName: string };
  Querystring: ListQuery;
}

/** Registries as resources of the resource group. Their assets are shared between workspaces. */
export function registryRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { registries, longRunning }: { registries: RegistryStore; longRunning: LongRunning }
): void {
  const { workspace } = context;
  const resource = (registry: StoredRegistry) => registryResource(context, registry);
  const one = registryPath(workspace, ':registryName');
  const subscription = `/subscriptions/${workspace.subscription}`;

  for (const scope of [groupPath(workspace), subscription])
    app.get<Route>(`${scope}/providers/Microsoft.MachineLearningServices/registries`, request => {
      const slice = readSlice({ $skip: request.query.$skip });
      const rows = registries.list().slice(slice.skip, slice.skip + slice.top + 1);
      return pageOf(rows.map(resource), slice, context.origin(), request.url);
    });

  app.get<Route>(one, request => resource(findRegistry(registries, request.params.registryName)));

  app.put<Route & { Body: DeclaredRegistry }>(
    one,
    { bodyLimit: DECLARATION_BYTES, schema: { params: RegistryParams, body: RegistryBody } },
    (request, reply) => {
      const { registryName } = request.params;
      const existed = registries.get(registryName) !== undefined;
      const stored = registries.put(registryName, request.body, context.user);
      return longRunning.put(reply, !existed, resource(stored));
    }
  );

  app.patch<Route & { Body: RegistryChange }>(
    one,
    { bodyLimit: DECLARATION_BYTES, schema: { body: RegistryUpdate } },
    request => {
      const registry = findRegistry(registries, request.params.registryName);
      const { tags, identity, sku } = request.body;
      const changed = { ...registry.properties, ...normalise({ tags, identity, sku }) };
      return resource(registries.put(registry.name, changed, context.user));
    }
  );

  app.delete<Route>(one, (request, reply) =>
    registries.delete(request.params.registryName)
      ? longRunning.accepted(reply)
      : reply.code(204).send()
  );

  app.post<Route & { Body: DeclaredRegistry }>(
    `${one}/removeRegions`,
    { bodyLimit: DECLARATION_BYTES, schema: { body: RegistryBody } },
    request => {
      const registry = findRegistry(registries, request.params.registryName);
      const changed = withoutRegions(registry.properties, request.body);
      return resource(registries.put(registry.name, changed, context.user));
    }
  );
}

/** Returns the registry without the regions that `leaving` lists. */
function withoutRegions(registry: DeclaredRegistry, leaving: DeclaredRegistry): DeclaredRegistry {
  const { properties } = registry;
  const locations = leaving.properties.regionDetails?.map(region => region.location);
  const regionDetails = properties.regionDetails?.filter(
    region => !locations?.includes(region.location)
  );
  return { ...registry, properties: { ...properties, regionDetails } };
}

/** The registry of this name; throws RegistryNotFound. */
export function findRegistry(registries: RegistryStore, name: string): StoredRegistry {
  const found = registries.get(name);
  if (!found) throw fail('RegistryNotFound', { name });
  return found;
}
