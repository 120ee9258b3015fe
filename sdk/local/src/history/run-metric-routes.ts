import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { question } from '../identity/route-access.js';
import { acceptAnyBody } from '../protocol/any-body.js';
import type { WorkspaceContext } from '../protocol/context.js';
import { quotePythonNumbers } from '../protocol/python-numbers.js';
import { Nullable, optionalText } from '../schemas/field-types.js';
import { fail } from './errors.js';
import { refusedIn } from './refused.js';
import { isoTime } from './run-facts.js';
import {
  listRunMetrics,
  logRunMetric,
  readRunMetric,
  type LoggedMetric,
  type MetricPage
} from './run-metrics.js';
import type { TrackedRuns } from './tracked-runs.js';

const Row = Type.Object({
  metricId: Type.String(),
  createdUtc: optionalText,
  step: Type.Optional(Nullable(Type.Integer())),
  data: Type.Record(Type.String(), Type.Unknown())
});
const MetricBody = Type.Object({
  name: Type.String(),
  columns: Type.Record(Type.String(), Type.String()),
  value: Type.Array(Row),
  properties: Type.Optional(Nullable(Type.Object({ uxMetricType: optionalText })))
});
type MetricBody = Static<typeof MetricBody>;
const Batch = Type.Object({ values: Type.Array(MetricBody) });
const ListBody = Type.Optional(Nullable(Type.Object({ metricNamespace: optionalText })));
const FullBody = Type.Object({
  metricName: Type.String(),
  continuationToken: optionalText,
  startTime: optionalText,
  endTime: optionalText
});

interface Route {
  Params: { run: string };
}

/** A batch of tables is longer than other bodies. */
const BATCH_BYTES = 4 << 20;

/** Azure's metric service, in which azureml-core logs metrics and reads those of a run, whoever logged them. */
export function runMetricRoutes(
  app: FastifyInstance,
  { now }: WorkspaceContext,
  tracked: TrackedRuns,
  together: <T>(work: () => T) => T
): void {
  acceptAnyBody(app, quotePythonNumbers);

  app.post<Route & { Body: Static<typeof Batch> }>(
    '/runs/:run/batch',
    { bodyLimit: BATCH_BYTES, schema: { body: Batch } },
    ({ params, body }) => {
      const { name } = tracked.get(params.run);
      const log = (metric: MetricBody) => {
        together(() => {
          logRunMetric(tracked.runs, name, loggedMetric(metric, now()));
        });
      };
      const errors = body.values.flatMap(metric => {
        const errorResponse = refusedIn(() => {
          log(metric);
        });
        return errorResponse ? [{ metric, errorResponse }] : [];
      });
      return { errors };
    }
  );

  app.post<Route>(
    '/runs/:run/list',
    { config: question, schema: { body: ListBody } },
    ({ params }) => ({
      value: listRunMetrics(tracked.runs, tracked.get(params.run).name).map(
        ({ name, columns }) => ({
          metricKey: { namespace: '', name },
          columns
        })
      )
    })
  );

  app.post<Route & { Body: Static<typeof FullBody> }>(
    '/runs/:run/full',
    { config: question, schema: { body: FullBody } },
    ({ params, body }) => {
      const { name: run } = tracked.get(params.run);
      const { metricName: name, continuationToken } = body;
      const page = readRunMetric(tracked.runs, run, name, Number(continuationToken ?? 0) || 0);
      if (!page)
        throw fail('ResourceNotFound', { type: 'metric', name, place: `the run '${run}'` });
      return wireMetricPage(run, page, body);
    }
  );
}

function loggedMetric({ name, columns, value, properties }: MetricBody, now: number): LoggedMetric {
  return {
    name,
    columns,
    type: properties?.uxMetricType ?? 'azureml.v1.scalar',
    rows: value.map(({ metricId, createdUtc, step, data }) => ({
      id: metricId,
      createdAt: Date.parse(createdUtc ?? '') || now,
      step: step ?? undefined,
      data
    }))
  };
}

function wireMetricPage(
  run: string,
  { shape, rows, next }: MetricPage,
  { startTime, endTime }: Static<typeof FullBody>
) {
  const [from, to] = [Date.parse(startTime ?? ''), Date.parse(endTime ?? '')];
  const isAsked = (at: number) => !(at < from) && !(at > to);
  return {
    dataContainerId: `dcid.${run}`,
    name: shape.name,
    columns: shape.columns,
    properties: { uxMetricType: shape.type },
    value: rows
      .filter(({ createdAt }) => isAsked(createdAt))
      .map(({ id, createdAt, step, data }) => ({
        metricId: id,
        createdUtc: isoTime(createdAt),
        step: step ?? null,
        data
      })),
    continuationToken: next === undefined ? null : String(next)
  };
}
