import type { FastifyInstance } from 'fastify';
import { TENANT } from '../identity/tokens.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { RegistryStore } from '../store/registries.js';
import { findRegistry } from './registry-routes.js';

/** Where azure-ai-ml finds the assets of a registry, of which it knows nothing but the name. */
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
        // The client puts 'mferp/managementfrontend' right behind it.
        primaryRegionResourceProviderUri: `${origin()}/`
      };
    }
  );
}
