import type { FastifyInstance } from 'fastify';
import type { ActiveJobs } from '../jobs/active-jobs.js';
import { DECLARATION_BYTES } from '../protocol/body-limits.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { pageOf, readSlice, type ListQuery } from '../protocol/paging.js';
import { normalise } from '../protocol/normalise.js';
import { normaliseTracked } from '../protocol/tracked-resource.js';
import { ComputeBody, ComputeUpdate, type DeclaredCompute } from '../schemas/compute-schema.js';
import { ResourceParams } from '../schemas/resource-name.js';
import type { Tracked } from '../schemas/tracked-resource-schema.js';
import type { DocumentStore } from '../store/document-store.js';
import { computeSecrets } from './compute-secrets.js';
import { fail } from './errors.js';
import { WorkspaceComputes } from './workspace-computes.js';

interface Route {
  Params: { name: string };
  Querystring: ListQuery;
  Body: Partial<Tracked> & {
    properties: Pick<
      DeclaredCompute,
      'computeType' | 'description' | 'resourceId' | 'disableLocalAuth'
    > & { properties?: DeclaredCompute['properties'] };
  };
}

export interface ComputeDeps {
  declared: DocumentStore<DeclaredCompute>;
  activeJobs: Pick<ActiveJobs, 'anyOn' | 'runningOn'>;
  /** Tells the runner that slots may have become free. */
  wake: () => void;
  longRunning: LongRunning;
}

/**
 * The computes of the workspace. Those that run jobs are this machine: a cluster (`AmlCompute`) runs as many jobs at a time as its maximum
 * of nodes, an instance (`ComputeInstance`) one. Computes of other types are elsewhere: they are stored and listed, and run no jobs.
 */
export function computeRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: ComputeDeps
): void {
  const computes = new WorkspaceComputes(context, deps.declared, deps.activeJobs);
  const parts: Parts = { app, context, computes, deps };
  readRoutes(parts);
  putRoute(parts);
  patchRoute(parts);
  deleteRoute(parts);
  powerRoutes(parts);
}

interface Parts {
  app: FastifyInstance;
  context: WorkspaceContext;
  computes: WorkspaceComputes;
  deps: ComputeDeps;
}

/** `GET` of one and of all, and the nodes and keys that a compute has. */
function readRoutes({ app, context, computes, deps: { activeJobs } }: Parts): void {
  app.get<Route>('/computes', request => {
    const slice = readSlice({ $skip: request.query.$skip });
    const rows = computes.list().slice(slice.skip, slice.skip + slice.top + 1);
    return pageOf(
      rows.map(row => computes.resource(row)),
      slice,
      context.origin(),
      request.url
    );
  });

  app.get<Route>('/computes/:name', request =>
    computes.resource(computes.find(request.params.name))
  );

  app.post<Route>('/computes/:name/listNodes', request => {
    const { name, properties } = computes.find(request.params.name);
    if (properties.computeType !== 'AmlCompute') throw fail('ComputeWithoutNodes', { name });
    return {
      nodes: activeJobs.runningOn(name).map((job, i) => ({
        nodeId: `${name}-${i}`,
        privateIpAddress: '127.0.0.1',
        nodeState: 'running',
        runId: job
      }))
    };
  });

  app.post<Route>('/computes/:name/listKeys', request => {
    const { name, properties } = computes.find(request.params.name);
    return computeSecrets(name, properties);
  });
}

/** `PUT`: declares a compute, or changes one; its type cannot change. */
function putRoute({ app, context, computes, deps: { wake, longRunning } }: Parts): void {
  app.put<Route>(
    '/computes/:name',
    { bodyLimit: DECLARATION_BYTES, schema: { params: ResourceParams, body: ComputeBody } },
    (request, reply) => {
      const { name } = request.params;
      const { location, tags, identity, sku } = request.body;
      const { computeType, description, resourceId, disableLocalAuth } = request.body.properties;
      const properties = request.body.properties.properties ?? {};
      computes.refuseDefault(name, 'changed');
      checkScale(properties);
      const before = computes.declared.get(name);
      if (before && before.properties.computeType !== computeType)
        throw fail('ComputeTypeImmutable', {
          name,
          before: before.properties.computeType,
          type: computeType
        });
      const given = {
        computeType,
        description: description ?? undefined,
        resourceId: resourceId ?? undefined,
        disableLocalAuth: disableLocalAuth ?? undefined,
        properties: normalise(properties),
        tracked: normaliseTracked({ location, tags, identity, sku })
      };
      const stored = computes.declared.put(name, { ...before?.properties, ...given }, context.user);
      wake();
      return longRunning.put(reply, !before, computes.resource(stored));
    }
  );
}

/** `PATCH`: changes how many nodes a cluster may have. */
function patchRoute({ app, context, computes, deps: { wake } }: Parts): void {
  app.patch<Route>(
    '/computes/:name',
    { bodyLimit: DECLARATION_BYTES, schema: { params: ResourceParams, body: ComputeUpdate } },
    request => {
      computes.refuseDefault(request.params.name, 'changed');
      const { name, properties } = computes.find(request.params.name);
      if (properties.computeType !== 'AmlCompute') throw fail('ComputeWithoutScale', { name });
      const scaleSettings = request.body.properties.properties?.scaleSettings;
      checkScale({ scaleSettings });
      const changed = { ...properties, properties: { ...properties.properties, scaleSettings } };
      const stored = computes.declared.put(name, changed, context.user);
      wake();
      return computes.resource(stored);
    }
  );
}

/** `DELETE` of a declared compute that has no jobs left. */
function deleteRoute({ app, computes, deps: { activeJobs, longRunning } }: Parts): void {
  app.delete<Route>('/computes/:name', (request, reply) => {
    computes.refuseDefault(request.params.name, 'deleted');
    const name = computes.declared.nameOf(request.params.name);
    if (name === undefined) return reply.code(204).send();
    const job = activeJobs.anyOn(name);
    if (job) throw fail('ComputeHasJobs', { name, job });
    computes.declared.delete(name);
    return longRunning.accepted(reply);
  });
}

/** Starts, stops and restarts instances. */
function powerRoutes({ app, context, computes, deps }: Parts): void {
  const { activeJobs, wake, longRunning } = deps;
  for (const [verb, stopped] of [
    ['start', false],
    ['stop', true],
    ['restart', false]
  ] as const)
    app.post<Route>(`/computes/:name/${verb}`, (request, reply) => {
      const { name, properties } = computes.find(request.params.name);
      if (properties.computeType !== 'ComputeInstance') throw fail('ComputeWithoutPower', { name });
      if (stopped && activeJobs.runningOn(name).length > 0) throw fail('ComputeRunsJob', { name });
      computes.declared.put(name, { ...properties, stopped }, context.user);
      wake();
      return longRunning.accepted(reply);
    });
}

function checkScale({ scaleSettings }: DeclaredCompute['properties']): void {
  const { minNodeCount = 0, maxNodeCount = 0 } = scaleSettings ?? {};
  if (minNodeCount > maxNodeCount)
    throw fail('ComputeScaleInvalid', { min: minNodeCount, max: maxNodeCount });
}
