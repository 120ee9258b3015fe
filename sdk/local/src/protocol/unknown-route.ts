import type { FastifyInstance } from 'fastify';
import { type WorkspaceId, workspacePath } from 'carry-ml/arm';
import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';
import { isArmPath } from './arm-path.js';
import type { ServedRoutes } from './served-routes.js';

/** Operations that Azure has and the local workspace does not implement. Other operations without a route do not exist in Azure either. */
const notServed = [
  /^PUT .*\/privateEndpointConnections\/[^/]+$/i,
  /\/(labelingJobs|outboundRules|provisionManagedNetwork|capabilityHosts|endpoints)(\/|$)/i,
  /\/(serverlessEndpoints|marketplaceSubscriptions|inferencePools|raiPolicies)(\/|$)/i,
  /\/featuresets\/[^/]+\/versions\/[^/]+\/(backfill|listMaterializationJobs)$/i,
  /\/models\/[^/]+\/versions\/[^/]+\/package$/i,
  // The protocol of file shares; those of the workspace are containers of its Blob storage as well.
  /\/local\.file\.carry(\/|$)/i,
  // Azure's other providers: deployments, storage accounts, registries of images.
  /\/providers\/Microsoft\.(?!MachineLearningServices)/i,
  /\/computes\/[^/]+\/(customServices|updateIdleShutdownSetting|resize|dataMounts|updateDataMounts)$/i
];

const PROVIDER = '/providers/microsoft.machinelearningservices/';
/** Services of Azure beside its Resource Manager, which are implemented in part. */
const dataPlanes =
  /^\/(history|data|dataset|modelregistry|modelmanagement|mlflow|hyperdrive|execution|artifact|datastore|metric|genericasset|content|credential|environment|pipelines|jasmine)\//i;

/** Responds to every request without a route. A response with 405 lists the methods of the path. */
export function refuseUnknownRoutes(
  app: FastifyInstance,
  routes: ServedRoutes,
  workspace: WorkspaceId
): void {
  app.setNotFoundHandler(({ method, url }, reply) => {
    const path = url.split('?', 1)[0] ?? '';
    const error = unknownRoute(method, path, routes, workspace);
    if (error.status === 405) reply.header('allow', routes.methodsOf(path).join(', '));
    throw error;
  });
}

/** Explains why a request has no route: 405, 501 or 404. */
function unknownRoute(
  method: string,
  path: string,
  routes: ServedRoutes,
  workspace: WorkspaceId
): CarryError {
  const operation = `${method} ${path}`;
  const other = /\/workspaces\/([^/]+)/i.exec(path)?.[1];
  const own = `${workspacePath(workspace)}/`.toLowerCase();
  if (isArmPath(path) && other && !`${path}/`.toLowerCase().startsWith(own))
    return fail('WorkspaceNotFound', { name: other, known: workspace.workspace });
  if (dataPlanes.test(path) || notServed.some(known => known.test(operation)))
    return fail('NotImplemented', { operation });
  const methods = routes.methodsOf(path);
  if (methods.length > 0) return fail('MethodNotAllowed', { operation, methods });
  if (path.toLowerCase().includes(PROVIDER)) return fail('InvalidResourceType', { operation });
  return fail('NotFound', { operation });
}
