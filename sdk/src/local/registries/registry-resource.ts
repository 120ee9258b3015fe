import type { WorkspaceId } from '../../arm/resource-id.js';
import { TENANT } from '../identity/tokens.js';
import { systemData, type WorkspaceContext } from '../resources/context.js';
import type { DeclaredRegistry } from '../schemas/registry.js';
import type { StoredRegistry } from '../store/registries.js';

/** The ARM id of a registry, or with `:name` the route of all: they are in the workspace's resource group. */
export function registryPath(workspace: WorkspaceId, registry: string): string {
  const { subscription, resourceGroup } = workspace;
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/registries/${registry}`;
}

/** A registry as the contract answers it. */
export function registryResource(context: WorkspaceContext, stored: StoredRegistry) {
  const { workspace, origin } = context;
  const { name, createdBy, createdAt, modifiedAt } = stored;
  const { location, kind, sku, tags, identity, properties } = stored.properties;
  const group = `/subscriptions/${workspace.subscription}/resourceGroups/${workspace.resourceGroup}`;
  return {
    id: registryPath(workspace, name),
    name,
    type: 'Microsoft.MachineLearningServices/registries',
    location,
    tags: tags ?? {},
    ...(kind ? { kind } : {}),
    ...(sku ? { sku } : {}),
    identity: identityOf(identity ?? { type: 'SystemAssigned' }),
    systemData: systemData(createdBy, createdAt, modifiedAt),
    properties: {
      regionDetails: (properties.regionDetails ?? []).map(region => withStorage(region, group)),
      intellectualPropertyPublisher: properties.intellectualPropertyPublisher ?? null,
      publicNetworkAccess: properties.publicNetworkAccess ?? 'Enabled',
      discoveryUrl: `${origin()}/registrymanagement/v1.0/registries/${name}/discovery`,
      managedResourceGroup: { resourceId: group },
      // MLflow's clients see the models of the workspace alone.
      mlFlowRegistryUri: null,
      privateEndpointConnections: properties.privateEndpointConnections ?? []
    }
  };
}

type Identity = NonNullable<DeclaredRegistry['identity']>;
type Region = NonNullable<DeclaredRegistry['properties']['regionDetails']>[number];

function identityOf({ type, userAssignedIdentities }: Identity) {
  const assigned = type.includes('SystemAssigned')
    ? {
        principalId: '00000000-0000-0000-0000-000000000001',
        tenantId: TENANT
      }
    : {};
  return { type, ...assigned, ...(userAssignedIdentities ? { userAssignedIdentities } : {}) };
}

/** An account that the service was to create is there; Azure's clients read its id. */
function withStorage(region: Region, group: string): Region {
  return {
    ...region,
    storageAccountDetails: (region.storageAccountDetails ?? []).map(details => {
      const created = details.systemCreatedStorageAccount;
      if (!created) return details;
      const resourceId = `${group}/providers/Microsoft.Storage/storageAccounts/local`;
      return {
        ...details,
        systemCreatedStorageAccount: {
          ...created,
          armResourceId: created.armResourceId ?? { resourceId }
        }
      };
    })
  };
}
