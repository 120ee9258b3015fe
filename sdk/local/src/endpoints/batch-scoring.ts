import type { FastifyInstance } from 'fastify';
import { ownAuthentication } from '../identity/route-access.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { BatchRequestBody } from '../schemas/batch-deployment-schema.js';
import { batchJobResource } from './batch-jobs.js';
import { invokeDeployment, type InvocationDeps } from './batch-invocation.js';
import { readBatchRequest } from './batch-request.js';
import { chosenDeployment, type ChoiceDeps } from './chosen-deployment.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint, inferencePath } from './endpoint-routes.js';
import { checkJobAccess, type ScoringAccessDeps } from './scoring-access.js';

export interface BatchScoringDeps extends ScoringAccessDeps, ChoiceDeps {
  kinds: { batch: EndpointKind };
}

interface Route {
  Params: { endpoint: string };
}

/** The URIs at which batch endpoints accept requests, each of which becomes a job. */
export function batchScoringRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: BatchScoringDeps,
  invocation: InvocationDeps
): void {
  const kind = deps.kinds.batch;
  app.addHook('onRoute', route => {
    route.config = { ...route.config, ...ownAuthentication };
  });
  app.addHook<Route>('onRequest', async request => {
    checkJobAccess(request, deps);
  });
  app.post<Route>(
    inferencePath(':endpoint', kind.scoring),
    { schema: { body: BatchRequestBody } },
    async (request, reply) => {
      const endpoint = findEndpoint(kind, deps.endpoints, request.params.endpoint);
      const deployment = chosenDeployment(kind, endpoint, request, deps);
      const job = await invokeDeployment(deployment, readBatchRequest(request.body), invocation);
      return reply.code(201).send(batchJobResource(context, job));
    }
  );
}
