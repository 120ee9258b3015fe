import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { groupBy } from '../tables/group-by.js';
import { message } from '../wire/response.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { JsonStream } from '../wire/json-stream.js';
import { nextTurn } from '../wire/in-turns.js';
import { int64, list, required, string, withDefault } from '../wire/message.js';
import { runIdFields, runIdOf } from '../wire/run-id.js';
import { wireMetric } from './metric-wire.js';
import type { Metric } from './metrics.js';
import { HistoryPage } from './history-page.js';
import { historyStart } from './point-token.js';

/** MLflow's limits on requests for the histories of several runs. */
const MAX_RUNS_PER_REQUEST = 100;
const MAX_POINTS_PER_RUN = 2500;
const MAX_POINTS_PER_REQUEST = 25_000;

/** `metrics/*` of MLflow's API. */
export function metricEndpoints(deps: MlflowDeps): Endpoint[] {
  return [historyEndpoint(deps), bulkEndpoint(deps), sampleEndpoint(deps)];
}

/** The history of a metric of one run. */
function historyEndpoint({ runs }: MlflowDeps): Endpoint {
  return endpoint(
    'GET',
    '/metrics/get-history',
    { ...runIdFields, metric_key: required(string), page_token: string, max_results: int64 },
    input => {
      const start = historyStart(input.page_token);
      const size = input.max_results;
      if (size !== undefined && size < 1) throw fail('MaxResultsInvalid', { value: size });
      const limit = size === undefined ? -1 : size + 1;
      const parts = runs.metrics.historyInTurns(runIdOf(input), input.metric_key, {
        ...start,
        limit
      });
      const page = new HistoryPage(parts, size);
      return new JsonStream('metrics', page.parts(), () => page.rest());
    }
  );
}

/** The histories of a metric of several runs, cut off at MLflow's limit. */
function bulkEndpoint({ runs }: MlflowDeps): Endpoint {
  return endpoint(
    'GET',
    '/metrics/get-history-bulk',
    {
      run_id: list(required(string)),
      metric_key: string,
      max_results: withDefault(int64, MAX_POINTS_PER_REQUEST)
    },
    async input => {
      if (input.run_id.length === 0) throw fail('MetricHistoryRunsMissing');
      const ids = checkRuns('MetricHistoryTooManyRuns', input.run_id);
      const key = input.metric_key;
      if (!key) throw fail('MetricHistoryKeyMissing');
      ids.sort();
      const metrics: RunMetric[] = [];
      for (const id of ids) {
        const limit = MAX_POINTS_PER_REQUEST - metrics.length;
        const parts = runs.metrics.historyInTurns(id, key, { limit });
        for await (const part of parts) metrics.push(...ofRun(id, part));
      }
      return { metrics: metrics.slice(0, Math.min(input.max_results, MAX_POINTS_PER_REQUEST)) };
    }
  );
}

/** The histories of a metric of several runs, each sampled evenly. */
function sampleEndpoint({ runs }: MlflowDeps): Endpoint {
  return endpoint(
    'GET',
    '/metrics/get-history-bulk-interval',
    {
      run_ids: list(required(string)),
      metric_key: required(string),
      start_step: int64,
      end_step: int64,
      max_results: withDefault(int64, MAX_POINTS_PER_RUN)
    },
    async input => {
      if (input.max_results < 1 || input.max_results > MAX_POINTS_PER_RUN)
        throw fail('MaxResultsInvalid', { value: input.max_results, max: MAX_POINTS_PER_RUN });
      const steps = stepRange(input.start_step, input.end_step);
      if (input.run_ids.length === 0) throw fail('MlflowParameterMissing', { field: 'run_ids' });
      const ids = [
        ...groupBy(checkRuns('MetricSampleTooManyRuns', input.run_ids), id => id).keys()
      ];
      const metrics: RunMetric[] = [];
      for (const id of ids) {
        const sample = await runs.metrics.sample(id, input.metric_key, input.max_results, steps);
        metrics.push(...ofRun(id, sample));
        await nextTurn();
      }
      return message({ metrics });
    }
  );
}

type RunMetric = ReturnType<typeof wireMetric> & { run_id: string };

function ofRun(run_id: string, metrics: readonly Metric[]): RunMetric[] {
  return metrics.map(metric => ({ ...wireMetric(metric), run_id }));
}

function checkRuns(
  reason: 'MetricHistoryTooManyRuns' | 'MetricSampleTooManyRuns',
  ids: string[]
): string[] {
  const count = ids.length;
  if (count > MAX_RUNS_PER_REQUEST) throw fail(reason, { count, max: MAX_RUNS_PER_REQUEST });
  return ids;
}

function stepRange(from: number | undefined, to: number | undefined) {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw fail('MetricStepsIncomplete');
  if (from > to) throw fail('MetricStepsReversed', { from, to });
  return { from, to };
}
