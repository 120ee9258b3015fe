import type { FastifyInstance } from 'fastify';
import { resourceType } from 'carry-ml/arm';
import { idOf, systemData, type WorkspaceContext } from '../protocol/context.js';
import { readSeek, seekPageOf, type ListQuery } from '../protocol/paging.js';
import type { EndpointStore } from '../store/endpoint-store.js';
import type { StoredJob } from '../store/job-store.js';
import type { Submissions } from '../submissions/submissions.js';
import { DEPLOYMENT_PROPERTY, ENDPOINT_PROPERTY } from './batch-invocation.js';
import { findDeployment } from './deployment-routes.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint } from './endpoint-routes.js';

interface Route {
  Params: { endpoint: string; deployment: string };
  Querystring: ListQuery;
}

export interface BatchJobDeps {
  kind: EndpointKind;
  endpoints: EndpointStore;
  jobs: Pick<Submissions, 'list'>;
}

/** The jobs of requests to batch endpoints. */
export function batchJobRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { kind, endpoints, jobs }: BatchJobDeps
): void {
  const page = (query: ListQuery, url: string, properties: Record<string, string>) => {
    const seek = readSeek(query);
    const rows = jobs.list({
      ...seek,
      top: seek.top + 1,
      properties: Object.entries(properties).map(([name, value]) => ({ name, value }))
    });
    return seekPageOf(rows, seek, job => batchJobResource(context, job), context.origin(), url);
  };
  app.get<Route>('/batchEndpoints/:endpoint/jobs', request => {
    const { name } = findEndpoint(kind, endpoints, request.params.endpoint);
    return page(request.query, request.url, { [ENDPOINT_PROPERTY]: name });
  });
  app.get<Route>('/batchEndpoints/:endpoint/deployments/:deployment/jobs', request => {
    const { endpoint, name } = findDeployment(kind, endpoints, request.params);
    return page(request.query, request.url, {
      [ENDPOINT_PROPERTY]: endpoint,
      [DEPLOYMENT_PROPERTY]: name
    });
  });
}

/** A job as batch endpoints return it. */
export function batchJobResource(context: WorkspaceContext, job: StoredJob) {
  const { name, properties, status, createdBy, createdAt } = job;
  return {
    id: idOf(context, 'jobs', name),
    name,
    type: resourceType('jobs'),
    systemData: systemData(createdBy, createdAt),
    properties: { ...properties, status }
  };
}
