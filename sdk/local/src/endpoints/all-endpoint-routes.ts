import type { FastifyInstance } from 'fastify';
import type { WorkspaceContext } from '../protocol/context.js';
import { deploymentRoutes } from './deployment-routes.js';
import type { EndpointKind } from './endpoint-kind.js';
import { endpointRoutes } from './endpoint-routes.js';
import { onlineRoutes, type OnlineDeps } from './online-routes.js';

/** Online and batch endpoints with their deployments, below the workspace's URL. */
export function allEndpointRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: OnlineDeps & { kinds: { online: EndpointKind; batch: EndpointKind } }
): void {
  for (const kind of Object.values(deps.kinds)) {
    endpointRoutes(app, context, kind, deps);
    deploymentRoutes(app, context, kind, deps);
  }
  onlineRoutes(app, deps.kinds.online, deps);
}
