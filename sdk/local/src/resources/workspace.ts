import type { FastifyInstance } from 'fastify';
import { workspacePath } from 'carry-ml/arm';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import {
  groupPath,
  storageAccountPath,
  systemData,
  type WorkspaceContext
} from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { normalise } from '../protocol/normalise.js';
import { WorkspaceBody, type WorkspaceFacts } from '../schemas/workspace-schema.js';
import type { DocumentStore } from '../store/document-store.js';
import { WORKSPACE_GUID } from '../workspace-id.js';
import { fail } from './errors.js';

/** The properties of the workspace that clients have set, under its name. */
export type WorkspaceFactStore = DocumentStore<WorkspaceFacts>;

interface Route {
  Params: { workspace: string };
  Querystring: ApiVersion;
  Body: { tags?: Record<string, string>; properties?: WorkspaceFacts | null };
}

/** The version of the contract that a client uses. */
export interface ApiVersion {
  'api-version'?: string;
}

/** The workspace itself, as `GET {workspace}` and the list of its resource group return it. */
export function workspaceResource(
  context: WorkspaceContext,
  facts: WorkspaceFactStore,
  query: ApiVersion = {}
) {
  const { workspace, origin } = context;
  const id = workspacePath(workspace);
  const providers = `${groupPath(workspace)}/providers`;
  const stored = facts.get(workspace.workspace);
  const { tags, ...properties } = stored?.properties ?? {};
  return {
    id,
    name: workspace.workspace,
    type: 'Microsoft.MachineLearningServices/workspaces',
    location: 'local',
    // Only later versions of the contract allow it.
    kind: (query['api-version'] ?? '') > '2023-04-01' ? 'Default' : undefined,
    sku: { name: 'Basic', tier: 'Basic' },
    tags: tags ?? {},
    systemData: systemData(context.user, 0, stored?.modifiedAt),
    identity: {
      type: 'SystemAssigned',
      principalId: '00000000-0000-0000-0000-000000000001',
      tenantId: '00000000-0000-0000-0000-000000000002'
    },
    properties: {
      friendlyName: workspace.workspace,
      description: 'The local workspace of this machine.',
      publicNetworkAccess: 'Enabled',
      ...properties,
      workspaceId: WORKSPACE_GUID,
      discoveryUrl: `${origin()}/discovery`,
      mlFlowTrackingUri: `azureml://${new URL(origin()).host}/mlflow/v1.0${id}`,
      storageAccount: storageAccountPath(workspace),
      keyVault: `${providers}/Microsoft.KeyVault/vaults/local`,
      applicationInsights: `${providers}/Microsoft.Insights/components/local`,
      provisioningState: 'Succeeded',
      v1LegacyMode: false,
      hbiWorkspace: false
    }
  };
}

/** `GET`, `PUT` and `PATCH` of the workspace. Only its descriptive properties can change. */
export function workspaceRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { facts, longRunning }: { facts: WorkspaceFactStore; longRunning: LongRunning }
): void {
  const { workspace } = context.workspace;
  const resource = (query: ApiVersion) => workspaceResource(context, facts, query);
  const change = ({ tags, properties }: Route['Body']) => {
    const before = facts.get(workspace)?.properties ?? {};
    const { friendlyName, description, imageBuildCompute, publicNetworkAccess } = properties ?? {};
    const wanted = { tags, friendlyName, description, imageBuildCompute, publicNetworkAccess };
    const given = Object.entries(wanted).filter(([, value]) => value != null);
    if (given.length === 0) return;
    facts.put(workspace, { ...before, ...normalise(Object.fromEntries(given)) }, context.user);
  };

  app.get<Route>('/', request => resource(request.query));

  app.put<Route>(
    '/',
    { bodyLimit: DECLARATION_BYTES, schema: { body: WorkspaceBody } },
    (request, reply) => {
      change(request.body);
      return longRunning.put(reply, false, resource(request.query));
    }
  );

  app.patch<Route>(
    '/',
    { bodyLimit: DECLARATION_BYTES, schema: { body: WorkspaceBody } },
    request => {
      change(request.body);
      return resource(request.query);
    }
  );

  app.delete('/', () => {
    throw fail('WorkspaceNotDeletable', { workspace });
  });
}

/** The resource group, and the requests that Azure's clients send before they use the workspace. */
export function groupRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  facts: WorkspaceFactStore
): void {
  const { subscription, resourceGroup, workspace } = context.workspace;
  const group = {
    id: groupPath(context.workspace),
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
      request => ({ value: [workspaceResource(context, facts, request.query)] })
    );
  // Azure's Python client creates workspaces, hubs, projects and feature stores with a template.
  app.put(`${group.id}/providers/Microsoft.Resources/deployments/:deployment`, () => {
    throw fail('TemplateDeployment', { workspace });
  });
  app.put<Route>(
    '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.MachineLearningServices/workspaces/:workspace',
    request => {
      throw fail('SecondWorkspace', { workspace, wanted: request.params.workspace });
    }
  );
}
