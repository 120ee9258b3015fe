import type { Artifact, OpenResponse, SubmitResponse } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { fetchFile, listFiles } from '../job-files.js';
import { JobPath, OpenRequest, SubmitRequest } from '../schemas/job-schema.js';
import { submit } from '../submit.js';

/** Submits and cancels jobs, and lists and opens the files of their runs. The WebSocket describes jobs (`event-routes.ts`). */
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

  app.post('/api/jobs/:name/cancel', { schema: { params: JobPath } }, async (request, reply) => {
    await connection.use(ws => ws.jobs.cancel(request.params.name));
    feed.poke();
    return reply.code(202).send({});
  });

  app.get(
    '/api/jobs/:name/files',
    { schema: { params: JobPath } },
    (request): Promise<Artifact[]> =>
      connection.use(async ws => listFiles(await ws.jobs.get(request.params.name)))
  );

  app.post(
    '/api/jobs/:name/open',
    { schema: { params: JobPath, body: OpenRequest } },
    (request): Promise<OpenResponse> =>
      connection.use(async ws =>
        fetchFile(await ws.jobs.get(request.params.name), request.body.path, root)
      )
  );
}
