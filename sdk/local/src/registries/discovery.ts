import type { FastifyInstance } from 'fastify';
import { TENANT } from '../identity/tokens.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { RegistryStore } from '../store/registry-store.js';
import { findRegistry } from './registry-routes.js';

/** The discovery of a registry, from which azure-ai-ml finds its assets when it only knows its name. */
export function registryDiscovery(
  app: FastifyInstance,
  { workspace, origin }: WorkspaceContext,
  registries: RegistryStore
): void {
  app.get<{ Params: { registryName: string } }>(
    '/registrymanagement/v1.0/registries/:registryName/discovery',
    request => {
      const { name, properties } = findRegistry(registries, request.params.registryName);
      const further = (properties.properties.regionDetails ?? []).flatMap(r => r.location ?? []);
      return {
        registryName: name,
        tenantId: TENANT,
        subscriptionId: workspace.subscription,
        resourceGroup: workspace.resourceGroup,
        primaryRegion: properties.location,
        regions: [...new Set([properties.location, ...further])],
        // The client appends 'mferp/managementfrontend'.
        primaryRegionResourceProviderUri: `${origin()}/`
      };
    }
  );
}
