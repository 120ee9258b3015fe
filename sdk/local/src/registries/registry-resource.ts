import type { WorkspaceId } from 'carry-ml/arm';
import { TENANT } from '../identity/tokens.js';
import {
  groupPath,
  storageAccountPath,
  systemData,
  type WorkspaceContext
} from '../protocol/context.js';
import type { DeclaredRegistry } from '../schemas/registry-schema.js';
import type { StoredRegistry } from '../store/registry-store.js';

/** The ARM id of a registry, or the route pattern with `:name`. Registries are in the workspace's resource group. */
export function registryPath(workspace: WorkspaceId, registry: string): string {
  return `${groupPath(workspace)}/providers/Microsoft.MachineLearningServices/registries/${registry}`;
}

/** A registry as the contract returns it. */
export function registryResource(context: WorkspaceContext, stored: StoredRegistry) {
  const { workspace, origin } = context;
  const { name, createdBy, createdAt, modifiedAt } = stored;
  const { location, kind, sku, tags, identity, properties } = stored.properties;
  const storage = storageAccountPath(workspace);
  return {
    id: registryPath(workspace, name),
    name,
    type: 'Microsoft.MachineLearningServices/registries',
    location,
    tags: tags ?? {},
    kind: kind || undefined,
    sku,
    identity: identityOf(identity ?? { type: 'SystemAssigned' }),
    systemData: systemData(createdBy, createdAt, modifiedAt),
    properties: {
      regionDetails: (properties.regionDetails ?? []).map(region => withStorage(region, storage)),
      intellectualPropertyPublisher: properties.intellectualPropertyPublisher ?? null,
      publicNetworkAccess: properties.publicNetworkAccess ?? 'Enabled',
      discoveryUrl: `${origin()}/registrymanagement/v1.0/registries/${name}/discovery`,
      managedResourceGroup: { resourceId: groupPath(workspace) },
      // MLflow's clients only see the models of the workspace.
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
  return { type, ...assigned, userAssignedIdentities };
}

/** Adds the id of the storage account that the service creates for a region; Azure's clients read it. */
function withStorage(region: Region, storage: string): Region {
  return {
    ...region,
    storageAccountDetails: (region.storageAccountDetails ?? []).map(details => {
      const created = details.systemCreatedStorageAccount;
      if (!created) return details;
      return {
        ...details,
        systemCreatedStorageAccount: {
          ...created,
          armResourceId: created.armResourceId ?? { resourceId: storage }
        }
      };
    })
  };
}
