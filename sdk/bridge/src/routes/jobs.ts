import { Type } from 'typebox';
import type {
  MetricSeries,
  OpenAnswer,
  RunDetail,
  RunFile,
  RunSummary,
  SubmitAnswer
} from '../api.js';
import type { Bridge, TypedApp } from '../context.js';
import { readSeries } from '../metric-series.js';
import { fetchFile, listFiles } from '../run-files.js';
import { describeRun, readFacts, summarize } from '../run-summary.js';
import { submit } from '../submit.js';

const ByName = Type.Object({ name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$' }) });
const Submit = Type.Object({
  notebook: Type.String({ minLength: 1 }),
  parameters: Type.Record(Type.String(), Type.Any()),
  compute: Type.Optional(Type.String({ minLength: 1 })),
  experiment: Type.Optional(Type.String({ minLength: 1 }))
});
const Open = Type.Object({ path: Type.Optional(Type.String({ minLength: 1 })) });

/** Submitting, listing, looking at and cancelling runs. */
export function jobRoutes(app: TypedApp, bridge: Bridge): void {
  const { connection, feed, root } = bridge;

  app.post('/api/jobs', { schema: { body: Submit } }, async (request): Promise<SubmitAnswer> => {
    const run = await submit(request.body, connection, root);
    feed.poke();
    return { run };
  });

  app.get('/api/jobs', (): Promise<RunSummary[]> =>
    connection.use(async ws => {
      const jobs = await ws.jobs.list({ limit: 100 }).all();
      return Promise.all(jobs.map(async job => summarize(await readFacts(job))));
    })
  );

  app.get('/api/jobs/:name', { schema: { params: ByName } }, (request): Promise<RunDetail> =>
    connection.use(async ws => {
      const job = await ws.jobs.get(request.params.name);
      return describeRun(await readFacts(job), await job.run());
    })
  );

  app.post('/api/jobs/:name/cancel', { schema: { params: ByName } }, async (request, reply) => {
    await connection.use(ws => ws.jobs.cancel(request.params.name));
    feed.poke();
    return reply.code(202).send({});
  });

  app.get(
    '/api/jobs/:name/metrics',
    { schema: { params: ByName } },
    (request): Promise<MetricSeries[]> =>
      connection.use(async ws => {
        const run = await (await ws.jobs.get(request.params.name)).run();
        return Promise.all(Object.keys(run.metrics).map(key => readSeries(run, key)));
      })
  );

  app.get('/api/jobs/:name/files', { schema: { params: ByName } }, (request): Promise<RunFile[]> =>
    connection.use(async ws => listFiles(await ws.jobs.get(request.params.name)))
  );

  app.post(
    '/api/jobs/:name/open',
    { schema: { params: ByName, body: Open } },
    (request): Promise<OpenAnswer> =>
      connection.use(async ws =>
        fetchFile(await ws.jobs.get(request.params.name), request.body.path, root)
      )
  );
}
