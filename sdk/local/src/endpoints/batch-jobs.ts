import type { FastifyInstance } from 'fastify';
import type { EndpointStore } from '../store/endpoint-store.js';
import { findDeployment } from './deployment-routes.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint } from './endpoint-routes.js';

interface Route {
  Params: { endpoint: string; deployment: string };
}

/** The jobs of requests to batch endpoints: none, as requests are not served yet. */
export function batchJobRoutes(
  app: FastifyInstance,
  kind: EndpointKind,
  endpoints: EndpointStore
): void {
  app.get<Route>('/batchEndpoints/:endpoint/jobs', request => {
    findEndpoint(kind, endpoints, request.params.endpoint);
    return { value: [] };
  });
  app.get<Route>('/batchEndpoints/:endpoint/deployments/:deployment/jobs', request => {
    findDeployment(kind, endpoints, request.params);
    return { value: [] };
  });
}
