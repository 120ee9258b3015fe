import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { question, type Endpoint } from '../wire/endpoint.js';
import {
  double,
  int64,
  list,
  nested,
  oneOf,
  required,
  string,
  withDefault
} from '../wire/message.js';
import { message } from '../wire/response.js';
import type { Aggregation, MetricView } from './trace-metric-kinds.js';
import type { MetricAggregation } from './trace-metrics.js';

/** MLflow's default of the points of a response, which is also the most here; it has no further pages. */
const MAX_POINTS = 1000;
/** The most aggregations of a request. MLflow's page asks for three. */
const MAX_AGGREGATIONS = 100;
/** The longest bucket: a thousand years. */
const MAX_INTERVAL_SECONDS = 1000 * 366 * 24 * 3600;

const viewTypes: Record<MetricView, number> = { TRACES: 1, SPANS: 2, ASSESSMENTS: 3 };
const aggregationTypes: Record<Aggregation, number> = {
  COUNT: 1,
  SUM: 2,
  AVG: 3,
  PERCENTILE: 4,
  MIN: 5,
  MAX: 6
};

const fields = {
  experiment_ids: list(required(string)),
  view_type: required(oneOf(viewTypes)),
  metric_name: required(string),
  aggregations: list(
    required(
      nested({ aggregation_type: required(oneOf(aggregationTypes)), percentile_value: double })
    )
  ),
  dimensions: list(required(string)),
  filters: list(required(string)),
  time_interval_seconds: int64,
  start_time_ms: int64,
  end_time_ms: int64,
  max_results: withDefault(int64, MAX_POINTS)
};

/** `traces/metrics` of MLflow's API, from which its page draws the charts of an experiment. */
export function traceMetricEndpoints({ traces, runs }: MlflowDeps): Endpoint[] {
  return [
    question('POST', '/traces/metrics', fields, async input => {
      if (input.aggregations.length === 0)
        throw fail('MlflowParameterMissing', { field: 'aggregations' });
      for (const id of input.experiment_ids) runs.experiments.checkId(id);
      if (input.max_results < 1 || input.max_results > MAX_POINTS)
        throw fail('MaxResultsInvalid', { value: input.max_results, max: MAX_POINTS });
      if (input.aggregations.length > MAX_AGGREGATIONS)
        throw fail('FilterTooLong', { items: 'aggregations', limit: MAX_AGGREGATIONS });
      const points = await traces.metrics({
        experimentIds: input.experiment_ids,
        view: input.view_type,
        metric: input.metric_name,
        aggregations: input.aggregations.map(readAggregation),
        dimensions: input.dimensions,
        filters: input.filters,
        interval: checkedInterval(input),
        from: input.start_time_ms,
        to: input.end_time_ms,
        limit: input.max_results
      });
      return message({
        data_points: points.map(({ dimensions, values }) => ({
          metric_name: input.metric_name,
          ...(Object.keys(dimensions).length > 0 && { dimensions }),
          values
        }))
      });
    })
  ];
}

function readAggregation(given: {
  aggregation_type: Aggregation;
  percentile_value: number | undefined;
}): MetricAggregation {
  const { aggregation_type: type, percentile_value: percentile } = given;
  const isValid =
    type === 'PERCENTILE'
      ? percentile !== undefined && percentile >= 0 && percentile <= 100
      : percentile === undefined;
  if (!isValid) throw fail('TraceMetricPercentileInvalid');
  return { type, percentile };
}

function checkedInterval({
  time_interval_seconds: interval,
  start_time_ms: from,
  end_time_ms: to
}: {
  time_interval_seconds?: number;
  start_time_ms?: number;
  end_time_ms?: number;
}): number | undefined {
  if (!interval) return undefined;
  if (interval < 0 || interval > MAX_INTERVAL_SECONDS || from === undefined || to === undefined)
    throw fail('TraceMetricIntervalInvalid');
  return interval;
}
