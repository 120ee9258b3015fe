import type { FastifyInstance } from 'fastify';
import { fail } from '../errors/index.js';
import type { JobStore, StoredJob } from '../store/job-store.js';

interface Route {
  Params: { run: string };
}

/** Run history's records of a run and of its children, from which clients list the steps of a pipeline. */
export function childRoutes(app: FastifyInstance, jobs: JobStore): void {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const record = (job: StoredJob) => ({
    runId: job.name,
    parentRunId: job.parent?.job ?? null,
    rootRunId: jobs.rootOf(job),
    experimentId: job.experiment,
    status: job.status,
    createdUtc: time(job.createdAt),
    startTimeUtc: time(job.startedAt),
    endTimeUtc: time(job.endedAt),
    createdBy: { userName: job.createdBy },
    displayName: job.properties.displayName ?? job.name,
    description: job.properties.description ?? null,
    compute: job.compute ? { target: job.compute } : undefined,
    error: job.error ? { error: job.error } : null,
    tags: job.properties.tags ?? {},
    properties: job.properties.properties ?? {}
  });
  const find = (name: string): StoredJob => {
    const job = jobs.get(name);
    if (!job) throw fail('ResourceNotFound', { type: 'run', name });
    return job;
  };

  // Azure lists here the services that a job runs on a node, such as JupyterLab; local jobs have none.
  app.get<Route>('/runs/:run/serviceinstances/:node', request => {
    find(request.params.run);
    return { instances: {} };
  });

  for (const experiment of ['', '/experiments/:experiment', '/experimentids/:experiment']) {
    app.get<Route>(`${experiment}/runs/:run`, request => record(find(request.params.run)));
    app.get<Route>(`${experiment}/runs/:run/children`, request => ({
      value: jobs.childrenOf(find(request.params.run).name).map(record)
    }));
  }
}
