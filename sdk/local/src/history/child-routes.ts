import type { FastifyInstance } from 'fastify';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { experimentPaths, findRun, isoTime } from './run-facts.js';

interface Route {
  Params: { run: string };
}

/** Run history's records of a run and of its children, from which clients list the steps of a pipeline. */
export function childRoutes(app: FastifyInstance, jobs: JobStore): void {
  const record = (job: StoredJob) => ({
    runId: job.name,
    parentRunId: job.parent?.job ?? null,
    rootRunId: jobs.rootOf(job),
    experimentId: job.experiment,
    status: job.status,
    createdUtc: isoTime(job.createdAt),
    startTimeUtc: isoTime(job.startedAt),
    endTimeUtc: isoTime(job.endedAt),
    createdBy: { userName: job.createdBy },
    displayName: job.properties.displayName ?? job.name,
    description: job.properties.description ?? null,
    compute: job.compute ? { target: job.compute } : undefined,
    error: job.error ? { error: job.error } : null,
    tags: job.properties.tags ?? {},
    properties: job.properties.properties ?? {}
  });

  // Azure lists here the services that a job runs on a node, such as JupyterLab; local jobs have none.
  app.get<Route>('/runs/:run/serviceinstances/:node', request => {
    findRun(jobs, request.params.run);
    return { instances: {} };
  });

  for (const experiment of experimentPaths) {
    app.get<Route>(`${experiment}/runs/:run`, request => record(findRun(jobs, request.params.run)));
    app.get<Route>(`${experiment}/runs/:run/children`, request => ({
      value: jobs.childrenOf(findRun(jobs, request.params.run).name).map(record)
    }));
  }
}
