import type { FastifyInstance, FastifyReply } from 'fastify';
import { isTerminal, type JobBase, type Resource, resourceType, workspacePath } from 'carry-ml/arm';
import { trackingPath } from '../mlflow/tracking-path.js';
import { idOf, nameFromId, systemData, type WorkspaceContext } from '../protocol/context.js';
import { accepted } from '../protocol/long-running.js';
import { pairsOf } from '../protocol/name-pairs.js';
import { readSeek, seekPageOf, booleanParam, type ListQuery } from '../protocol/paging.js';
import { JobBody, JobParams, JobPatch } from '../schemas/job-schema.js';
import type { StoredJob } from '../store/job-store.js';
import type { Submissions } from '../submissions/submissions.js';
import { fail } from './errors.js';

interface Route {
  Params: { name: string };
  Querystring: ListQuery & {
    jobType?: string;
    tag?: string;
    properties?: string;
    assetName?: string;
    scheduled?: string;
    /** Name or id of a schedule. */
    scheduleId?: string;
  };
  Body: { properties: JobBase };
}

/** How long a response waits for the job to end, so that clients rarely have to poll. */
const CANCEL_WAIT_MS = 2000;

/** `jobs`: create, get, list, change, cancel, delete. */
export function jobRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  jobs: Submissions
): void {
  const resource = jobResources(context);
  readRoutes(app, context, jobs, resource);
  changeRoutes(app, context, jobs, resource);
  cancelRoutes(app, context, jobs);
}

type ToResource = ReturnType<typeof jobResources>;

function readRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  jobs: Submissions,
  resource: ToResource
): void {
  app.get<Route>('/jobs', request => {
    const seek = readSeek(request.query);
    const { jobType, tag, properties, assetName, scheduled, scheduleId } = request.query;
    const rows = jobs.list({
      ...seek,
      top: seek.top + 1,
      jobType,
      tag,
      properties: pairsOf(properties),
      assetName,
      scheduled: booleanParam(scheduled, 'scheduled'),
      schedule: scheduleId?.split('/').at(-1)
    });
    return seekPageOf(rows, seek, resource, context.origin(), request.url);
  });

  app.get<Route>('/jobs/:name', request => resource(find(jobs, request.params.name)));
}

function changeRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  jobs: Submissions,
  resource: ToResource
): void {
  app.put<Route>(
    '/jobs/:name',
    { schema: { params: JobParams, body: JobBody } },
    (request, reply) => {
      const { job, created } = jobs.put(request.params.name, request.body.properties, context.user);
      return reply.code(created ? 201 : 200).send(resource(job));
    }
  );

  app.patch<Route>('/jobs/:name', { schema: { params: JobParams, body: JobPatch } }, request => {
    const { name } = find(jobs, request.params.name);
    return resource(jobs.change(name, request.body.properties));
  });

  app.delete<Route>('/jobs/:name', async (request, reply) => {
    const job = jobs.get(request.params.name);
    if (!job) return reply.code(204).send();
    if (!isTerminal(job.status))
      throw fail('ActiveJobNotDeletable', { name: job.name, status: job.status });
    await jobs.delete(job.name);
    return reply.code(200).send();
  });
}

/** `POST …/cancel`, and the operation that a client polls while the job ends. */
function cancelRoutes(app: FastifyInstance, context: WorkspaceContext, jobs: Submissions): void {
  const cancellation = async (name: string, reply: FastifyReply) => {
    if (await jobs.ended(find(jobs, name).name, CANCEL_WAIT_MS)) return reply.code(200).send();
    const path = idOf(context, 'jobs', name, 'cancellation');
    return accepted(reply, `${context.origin()}${path}?api-version=2023-04-01`).send();
  };

  app.post<Route>('/jobs/:name/cancel', (request, reply) => {
    const job = find(jobs, request.params.name);
    if (!isTerminal(job.status)) jobs.cancel(job.name);
    return cancellation(job.name, reply);
  });

  app.get<Route>('/jobs/:name/cancellation', (request, reply) =>
    cancellation(request.params.name, reply)
  );
}

function find(jobs: Submissions, name: string): StoredJob {
  const job = jobs.get(name);
  if (!job) throw fail('ResourceNotFound', { type: 'job', name });
  return job;
}

/** Returns the function that converts jobs to resources. It is built once, because jobs are requested more often than anything else. */
function jobResources(context: WorkspaceContext) {
  const [ids, computeIds] = [idOf(context, 'jobs'), idOf(context, 'computes')];
  const type = resourceType('jobs');
  const services = servicesIn(context);
  // A job whose children do the work has no compute of its own, only the one for its children.
  const computeOf = ({ compute, properties: { computeId } }: StoredJob) => {
    const name = compute || nameFromId(computeId ?? '');
    return name ? { computeId: `${computeIds}/${name}` } : {};
  };
  return (job: StoredJob): Resource<JobBase> => ({
    id: `${ids}/${job.name}`,
    name: job.name,
    type,
    systemData: systemData(job.createdBy, job.createdAt, job.endedAt ?? job.startedAt),
    properties: {
      ...job.properties,
      ...computeOf(job),
      ...(job.parent ? { parentJobName: job.parent.job } : {}),
      experimentName: job.experiment,
      status: job.status,
      services: services(job)
    }
  });
}

/** The services with more information on a job. */
function servicesIn({ workspace: id, origin }: WorkspaceContext) {
  const workspace = workspacePath(id);
  const tracking = trackingPath(id);
  return (job: StoredJob): JobBase['services'] => ({
    Tracking: {
      jobServiceType: 'Tracking',
      endpoint: `${origin().replace('https:', 'azureml:')}/mlflow/v1.0${workspace}?`
    },
    // The URL that clients print as the job's page: here MLflow's page, for a browser that is signed in. As in Azure it ends with the
    // workspace: azure-ai-ml appends a further parameter.
    Studio: {
      jobServiceType: 'Studio',
      endpoint: `${origin()}${tracking}/#/runs/${encodeURIComponent(job.name)}?wsid=${workspace}`
    }
  });
}
