import type { Artifact, OpenResponse, RunModels, RunNotebook } from '../api.js';
import type { RunGroups, RunPage } from '../run-list-api.js';
import type { Bridge, TypedApp } from '../context.js';
import { fetchFile, listFiles } from '../run-files.js';
import { countRuns } from '../run-groups.js';
import { describeRunModels } from '../run-models.js';
import { readRunNotebook } from '../run-notebook.js';
import { searchRuns } from '../run-search.js';
import {
  FileQuery,
  NotebookQuery,
  OpenRequest,
  RunGroupsQuery,
  RunPath,
  RunQuery
} from '../schemas/run-schema.js';
import { sendFile } from '../sent-file.js';

/** Searches and counts runs, and lists and opens the files and models of one. The WebSocket describes runs (`event-routes.ts`). */
export function runRoutes(app: TypedApp, { connection, experiments, feed, root }: Bridge): void {
  app.get('/api/experiments', (): Promise<string[]> => connection.use(ws => experiments.read(ws)));

  app.get('/api/runs', { schema: { querystring: RunQuery } }, (request): Promise<RunPage> =>
    connection.use(ws =>
      searchRuns(ws, request.query, { experiments, known: name => feed.finishedJob(name) })
    )
  );

  app.get(
    '/api/run-groups',
    { schema: { querystring: RunGroupsQuery } },
    (request): Promise<RunGroups> => connection.use(ws => countRuns(ws, request.query, experiments))
  );

  app.get('/api/runs/:id/files', { schema: { params: RunPath } }, (request): Promise<Artifact[]> =>
    connection.use(ws => listFiles(ws, request.params.id))
  );

  app.get(
    '/api/runs/:id/file',
    { schema: { params: RunPath, querystring: FileQuery } },
    (request, reply) =>
      connection.use(async ws => {
        const { path } = request.query;
        return sendFile(reply, path, await (await ws.runs.get(request.params.id)).openFile(path));
      })
  );

  app.get(
    '/api/runs/:id/notebook',
    { schema: { params: RunPath, querystring: NotebookQuery } },
    (request): Promise<RunNotebook> =>
      connection.use(ws => readRunNotebook(ws, request.params.id, request.query))
  );

  app.get('/api/runs/:id/models', { schema: { params: RunPath } }, (request): Promise<RunModels> =>
    connection.use(ws => describeRunModels(ws, request.params.id))
  );

  app.post(
    '/api/runs/:id/open',
    { schema: { params: RunPath, body: OpenRequest } },
    (request): Promise<OpenResponse> =>
      connection.use(ws => fetchFile(ws, request.params.id, request.body.path, root))
  );
}
