import type { RerunForm, SubmitResponse } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { summarizeNewJob } from '../job-summary.js';
import { readRerunForm, rerun } from '../rerun.js';
import { JobPath, RerunRequest, SubmitRequest } from '../schemas/job-schema.js';
import { submit } from '../submit.js';

/** Submits, repeats and cancels jobs. The WebSocket describes them (`event-routes.ts`). */
export function jobRoutes(app: TypedApp, bridge: Bridge): void {
  const { connection, feed, root } = bridge;

  app.post(
    '/api/jobs',
    { schema: { body: SubmitRequest } },
    async (request): Promise<SubmitResponse> => {
      const job = await submit(request.body, connection, root);
      feed.poke();
      return { job };
    }
  );

  app.get('/api/jobs/:name/rerun', { schema: { params: JobPath } }, (request): Promise<RerunForm> =>
    connection.use(ws => readRerunForm(ws, request.params.name))
  );

  app.post(
    '/api/jobs/:name/rerun',
    { schema: { params: JobPath, body: RerunRequest } },
    async (request): Promise<SubmitResponse> => {
      const job = await connection.use(ws => rerun(ws, request.params.name, request.body));
      feed.poke();
      return { job: summarizeNewJob(job) };
    }
  );

  app.post('/api/jobs/:name/cancel', { schema: { params: JobPath } }, async (request, reply) => {
    await connection.use(ws => ws.jobs.cancel(request.params.name));
    feed.poke();
    return reply.code(202).send({});
  });
}
