import type { DeletionPreview, ExpiredRuns } from '../run-list-api.js';
import { archiveRun } from '../archived-run.js';
import type { Bridge, TypedApp } from '../context.js';
import { deleteRun, previewDeletion, restoreRun } from '../deleted-run.js';
import { findExpired } from '../expired-runs.js';
import { pinRun } from '../pinned-run.js';
import {
  ArchiveRequest,
  DeletionRequest,
  PinRequest,
  RetentionQuery,
  RunPath
} from '../schemas/run-schema.js';

/** Pins, archives, deletes and restores runs, one per request: the page counts what is done. */
export function runChangeRoutes(app: TypedApp, { connection, experiments, feed }: Bridge): void {
  app.post(
    '/api/runs/:id/pin',
    { schema: { params: RunPath, body: PinRequest } },
    async (request, reply) => {
      await connection.use(ws => pinRun(ws, request.params.id, request.body.pinned));
      return reply.send({});
    }
  );

  app.post(
    '/api/runs/:id/archive',
    { schema: { params: RunPath, body: ArchiveRequest } },
    async (request, reply) => {
      await connection.use(ws => archiveRun(ws, request.params.id, request.body.archived));
      feed.poke();
      return reply.send({});
    }
  );

  app.post('/api/runs/:id/delete', { schema: { params: RunPath } }, async (request, reply) => {
    await connection.use(ws => deleteRun(ws, request.params.id));
    feed.poke();
    return reply.send({});
  });

  app.post('/api/runs/:id/restore', { schema: { params: RunPath } }, async (request, reply) => {
    await connection.use(ws => restoreRun(ws, request.params.id));
    feed.poke();
    return reply.send({});
  });

  app.get(
    '/api/expired-runs',
    { schema: { querystring: RetentionQuery } },
    (request): Promise<ExpiredRuns> =>
      connection.use(ws => findExpired(ws, request.query, experiments))
  );

  app.post(
    '/api/deletion-preview',
    { schema: { body: DeletionRequest } },
    (request): Promise<DeletionPreview> =>
      connection.use(ws => previewDeletion(ws, request.body.runs))
  );
}
