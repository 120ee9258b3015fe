import type { FastifyInstance } from 'fastify';
import { workspacePath } from '../../arm/resource-id.js';
import { systemData, type WorkspaceContext } from './context.js';

/** By which shared assets name the workspace that they come from. */
export const WORKSPACE_GUID = '00000000-0000-0000-0000-0000000000aa';

/** The contract that a client speaks by. */
export interface ApiVersion {
  'api-version'?: string;
}

/** The workspace itself, as `GET {workspace}` and the list of its resource group answer it. */
export function workspaceResource(context: WorkspaceContext, query: ApiVersion = {}) {
  const { workspace, origin } = context;
  const id = workspacePath(workspace);
  const group = `/subscriptions/${workspace.subscription}/resourceGroups/${workspace.resourceGroup}/providers`;
  return {
    id,
    name: workspace.workspace,
    type: 'Microsoft.MachineLearningServices/workspaces',
    location: 'local',
    // Later contracts have it, and this one allows no more than it has.
    ...((query['api-version'] ?? '') > '2023-04-01' ? { kind: 'Default' } : {}),
    sku: { name: 'Basic', tier: 'Basic' },
    tags: {},
    systemData: systemData(context.user, 0),
    identity: {
      type: 'SystemAssigned',
      principalId: '00000000-0000-0000-0000-000000000001',
      tenantId: '00000000-0000-0000-0000-000000000002'
    },
    properties: {
      friendlyName: workspace.workspace,
      description: 'The local workspace of this machine.',
      workspaceId: WORKSPACE_GUID,
      discoveryUrl: `${origin()}/discovery`,
      mlFlowTrackingUri: `azureml://${new URL(origin()).host}/mlflow/v1.0${id}`,
      storageAccount: `${group}/Microsoft.Storage/storageAccounts/local`,
      keyVault: `${group}/Microsoft.KeyVault/vaults/local`,
      applicationInsights: `${group}/Microsoft.Insights/components/local`,
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      v1LegacyMode: false,
      hbiWorkspace: false
    }
  };
}

/** The resource group and what Azure's clients ask before they talk to the workspace. */
export function groupRoutes(app: FastifyInstance, context: WorkspaceContext): void {
  const { subscription, resourceGroup } = context.workspace;
  const group = {
    id: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`,
    name: resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location: 'local',
    properties: { provisioningState: 'Succeeded' }
  };
  app.get(group.id, () => group);
  app.get(`/subscriptions/${subscription}/resourceGroups`, () => ({ value: [group] }));
  for (const scope of [group.id, `/subscriptions/${subscription}`])
    app.get<{ Querystring: ApiVersion }>(
      `${scope}/providers/Microsoft.MachineLearningServices/workspaces`,
      request => ({ value: [workspaceResource(context, request.query)] })
    );
}
