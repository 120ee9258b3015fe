import type { FastifyInstance } from 'fastify';
import type { ActiveJobs } from '../jobs/active-jobs.js';
import { BORN_COMPUTE, bornComputes, computeNamed, isThisMachine } from '../jobs/compute.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import { pageOf, sliceOf, type ListQuery } from '../protocol/paging.js';
import { tidy } from '../protocol/tidy.js';
import { tidyTracked } from '../protocol/tracked-resource.js';
import { ComputeBody, ComputeUpdate, type DeclaredCompute } from '../schemas/compute.js';
import { ResourceParams } from '../schemas/resource-name.js';
import type { Tracked } from '../schemas/tracked-resource.js';
import type { DocumentStore, StoredDocument } from '../store/documents.js';
import { computeResource } from './compute-resource.js';
import { computeSecrets } from './compute-secrets.js';
import { fail } from './errors.js';

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
 * The computes of the workspace. Those that run jobs are this machine: a cluster (`AmlCompute`) runs as many jobs at a time as it has
 * nodes at most, an instance (`ComputeInstance`) one. Computes of other types are elsewhere: they are kept and answered, and run no jobs.
 */
export function computeRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  { declared, activeJobs, wake, longRunning }: ComputeDeps
): void {
  const born = (): StoredDocument<DeclaredCompute>[] =>
    bornComputes().map(({ name, slots }) => ({
      name,
      createdAt: 0,
      modifiedAt: 0,
      createdBy: context.user,
      properties: {
        computeType: 'AmlCompute',
        description: 'This machine, one slot a core.',
        properties: {
          vmSize: 'LOCAL',
          vmPriority: 'Dedicated',
          scaleSettings: {
            minNodeCount: 0,
            maxNodeCount: slots,
            nodeIdleTimeBeforeScaleDown: 'PT120S'
          }
        }
      }
    }));
  const isBorn = (name: string) => computeNamed(born(), name) !== undefined;
  const resource = (c: StoredDocument<DeclaredCompute>) =>
    computeResource(context, c, activeJobs.anyOn(c.name) !== undefined);
  const find = (asked: string) => {
    const name = isThisMachine(asked) ? BORN_COMPUTE : asked;
    const found = computeNamed(born(), name) ?? declared.get(name);
    if (!found) throw fail('ResourceNotFound', { type: 'compute', name });
    return found;
  };
  const refuseBorn = (name: string, change: 'changed' | 'deleted') => {
    if (isThisMachine(name))
      throw fail('ComputeNameReserved', { name, compute: BORN_COMPUTE, change });
    if (isBorn(name)) throw fail('DefaultComputeImmutable', { name, change });
  };

  app.get<Route>('/computes', request => {
    const slice = sliceOf({ $skip: request.query.$skip });
    const rows = [...born(), ...declared.list()].slice(slice.skip, slice.skip + slice.top + 1);
    return pageOf(rows.map(resource), slice, context.origin(), request.url);
  });

  app.get<Route>('/computes/:name', request => resource(find(request.params.name)));

  app.put<Route>(
    '/computes/:name',
    { schema: { params: ResourceParams, body: ComputeBody } },
    (request, reply) => {
      const { name } = request.params;
      const { location, tags, identity, sku } = request.body;
      const { computeType, description, resourceId, disableLocalAuth } = request.body.properties;
      const properties = request.body.properties.properties ?? {};
      refuseBorn(name, 'changed');
      checkScale(properties);
      const before = declared.get(name);
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
        properties: tidy(properties),
        tracked: tidyTracked({ location, tags, identity, sku })
      };
      const stored = declared.put(name, { ...before?.properties, ...given }, context.user);
      wake();
      return longRunning.put(reply, !before, resource(stored));
    }
  );

  app.patch<Route>(
    '/computes/:name',
    { schema: { params: ResourceParams, body: ComputeUpdate } },
    request => {
      refuseBorn(request.params.name, 'changed');
      const { name, properties } = find(request.params.name);
      if (properties.computeType !== 'AmlCompute') throw fail('ComputeWithoutScale', { name });
      const scaleSettings = request.body.properties.properties?.scaleSettings;
      checkScale({ scaleSettings });
      const changed = { ...properties, properties: { ...properties.properties, scaleSettings } };
      const stored = declared.put(name, changed, context.user);
      wake();
      return resource(stored);
    }
  );

  app.delete<Route>('/computes/:name', (request, reply) => {
    refuseBorn(request.params.name, 'deleted');
    const name = declared.nameOf(request.params.name);
    if (name === undefined) return reply.code(204).send();
    const job = activeJobs.anyOn(name);
    if (job) throw fail('ComputeHasJobs', { name, job });
    declared.delete(name);
    return longRunning.accepted(reply);
  });

  app.post<Route>('/computes/:name/listNodes', request => {
    const { name, properties } = find(request.params.name);
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
    const { name, properties } = find(request.params.name);
    return computeSecrets(name, properties);
  });

  for (const [verb, stopped] of [
    ['start', false],
    ['stop', true],
    ['restart', false]
  ] as const)
    app.post<Route>(`/computes/:name/${verb}`, (request, reply) => {
      const { name, properties } = find(request.params.name);
      if (properties.computeType !== 'ComputeInstance') throw fail('ComputeWithoutPower', { name });
      if (stopped && activeJobs.runningOn(name).length > 0) throw fail('ComputeRunsJob', { name });
      declared.put(name, { ...properties, stopped }, context.user);
      wake();
      return longRunning.accepted(reply);
    });
}

function checkScale({ scaleSettings }: DeclaredCompute['properties']): void {
  const { minNodeCount = 0, maxNodeCount = 0 } = scaleSettings ?? {};
  if (minNodeCount > maxNodeCount)
    throw fail('ComputeScaleInvalid', { min: minNodeCount, max: maxNodeCount });
}
