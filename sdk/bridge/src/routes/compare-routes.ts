import type { Comparison, MetricSeries } from '../api.js';
import { compareRuns } from '../compared-run.js';
import type { Bridge, TypedApp } from '../context.js';
import { RunCurves } from '../run-curves.js';
import { CompareQuery } from '../schemas/compare-schema.js';
import { RunPath } from '../schemas/run-schema.js';

/** Describes runs beside each other, and the curves of each. A page asks again while one of them is unfinished. */
export function compareRoutes(app: TypedApp, { connection, experiments }: Bridge): void {
  const curves = new RunCurves();

  app.get(
    '/api/compare',
    { schema: { querystring: CompareQuery } },
    (request): Promise<Comparison> =>
      connection.use(ws => compareRuns(ws, request.query.run, experiments))
  );

  app.get(
    '/api/runs/:id/curves',
    { schema: { params: RunPath } },
    (request): Promise<MetricSeries[]> =>
      connection.use(async ws => curves.read(await ws.runs.get(request.params.id)))
  );
}
