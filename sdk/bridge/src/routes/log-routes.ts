import type { LogChunk, LogMatches } from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { readDownloadPart, readLogPart } from '../log-part.js';
import { searchLog } from '../log-search.js';
import { JobPath } from '../schemas/job-schema.js';
import { LogBytesQuery, LogQuery, LogSearchQuery } from '../schemas/log-schema.js';
import { sendFile } from '../sent-file.js';

/**
 * Reads and searches the log of a job in parts, so that no request is long, and neither the bridge nor the proxy before it holds a
 * long log in memory. The WebSocket follows the end of the log (`event-routes.ts`).
 */
export function logRoutes(app: TypedApp, { connection }: Bridge): void {
  app.get(
    '/api/jobs/:name/log',
    { schema: { params: JobPath, querystring: LogQuery } },
    (request): Promise<LogChunk> =>
      connection.use(async ws => readLogPart(await ws.jobs.get(request.params.name), request.query))
  );

  app.get(
    '/api/jobs/:name/log/search',
    { schema: { params: JobPath, querystring: LogSearchQuery } },
    (request): Promise<LogMatches> =>
      connection.use(async ws => searchLog(await ws.jobs.get(request.params.name), request.query))
  );

  app.get(
    '/api/jobs/:name/log/bytes',
    { schema: { params: JobPath, querystring: LogBytesQuery } },
    async (request, reply) => {
      const { name } = request.params;
      const bytes = await connection.use(async ws =>
        readDownloadPart(await ws.jobs.get(name), request.query.from)
      );
      return sendFile(reply, `${name}.log`, bytes);
    }
  );
}
