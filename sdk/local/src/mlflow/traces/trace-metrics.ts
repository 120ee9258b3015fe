import { fail } from '../errors.js';
import { pythonFloat } from '../python-json.js';
import { all, type Condition } from '../search/sql.js';
import { ofExperiments } from './trace-search.js';
import { metricConditions } from './trace-metric-filter.js';
import { views, type Aggregation, type MetricKind, type MetricView } from './trace-metric-kinds.js';

/** How the values of a group are combined. */
export interface MetricAggregation {
  type: Aggregation;
  /** Of a percentile, between 0 and 100. */
  percentile?: number;
}

/** What to measure of traces, of their spans or of their assessments. Times are in milliseconds since 1970. */
export interface TraceMetricQuery {
  experimentIds: readonly string[];
  view: MetricView;
  metric: string;
  aggregations: readonly MetricAggregation[];
  dimensions: readonly string[];
  filters: readonly string[];
  /** The length of the buckets of time, in seconds; one bucket if absent. */
  interval?: number;
  from?: number;
  to?: number;
  limit: number;
}

/** The values of one group. */
export interface MetricPoint {
  dimensions: Record<string, string>;
  values: Record<string, number>;
}

const BUCKET = 'time_bucket';
type Row = Record<string, string | number | null>;

/**
 * Returns the query of a metric: a row for each group, with its dimensions as `d0`, `d1` and so on, and its values as `v0`, `v1` and so on.
 * A percentile between two values is interpolated.
 */
export function traceMetricQuery(query: TraceMetricQuery): Condition {
  const kind = checkedKind(query);
  const view = views[query.view];
  const dimensions = groupColumns(query).map(({ sql }, i) => `${sql} AS d${i}`);
  const names = dimensions.map((_, i) => `d${i}`);
  const where = all([
    ofExperiments(query.experimentIds),
    view.where,
    ...timeRange(query, kind.rangeTime ?? 'r.request_time'),
    ...metricConditions(query.filters, query.view)
  ]);
  const rows = `SELECT ${[...dimensions, `${kind.value} AS value`].join(', ')} FROM ${view.from} WHERE ${where.sql}`;
  const present = ['value', ...names].map(name => `${name} IS NOT NULL`).join(' AND ');
  const group = names.length > 0 ? `PARTITION BY ${names.join(', ')}` : '';
  const ranked = query.aggregations.some(({ type }) => type === 'PERCENTILE')
    ? `, row_number() OVER (${group} ORDER BY value) - 1 AS i, count(*) OVER (${group}) - 1 AS last`
    : '';
  const values = query.aggregations.map((one, i) => `${aggregateSql(one, kind)} AS v${i}`);
  const order = names.join(', ');
  return {
    sql: `SELECT ${[...names, ...values].join(', ')} FROM (SELECT *${ranked} FROM (${rows}) WHERE ${present})
      ${order && `GROUP BY ${order} ORDER BY ${order}`} LIMIT ?`,
    args: [...where.args, query.limit]
  };
}

/** Returns the points of the rows that the query has found. A query without groups has one row even if nothing was measured. */
export function metricPoints(query: TraceMetricQuery, rows: readonly Row[]): MetricPoint[] {
  const columns = groupColumns(query);
  return rows.flatMap(row => {
    const values = query.aggregations.flatMap((one, i): [string, number][] => {
      const value = row[`v${i}`];
      return typeof value === 'number' ? [[nameOf(one), value]] : [];
    });
    if (values.length === 0) return [];
    const dimensions = columns.map(({ name }, i): [string, string] => {
      const value = row[`d${i}`];
      return [name, name === BUCKET ? isoTime(Number(value)) : String(value)];
    });
    return [{ dimensions: Object.fromEntries(dimensions), values: Object.fromEntries(values) }];
  });
}

function checkedKind({ view, metric, aggregations, dimensions }: TraceMetricQuery): MetricKind {
  const { metrics } = views[view];
  const kind = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  const refuse = (what: string, given: readonly string[], allowed: readonly string[]) =>
    fail('TraceMetricInvalid', { what, given, allowed });
  if (!kind) throw refuse('metric_name', [metric], Object.keys(metrics));
  const types = aggregations
    .map(({ type }) => type)
    .filter(type => !kind.aggregations.includes(type));
  if (types.length > 0) throw refuse('aggregation_type(s)', types, kind.aggregations);
  const others = dimensions.filter(dimension => !kind.dimensions.includes(dimension));
  if (others.length > 0) throw refuse('dimension(s)', others, kind.dimensions);
  return kind;
}

function groupColumns(query: TraceMetricQuery): { name: string; sql: string }[] {
  const { time, dimensions } = views[query.view];
  const size = (query.interval ?? 0) * 1000;
  const bucket = { name: BUCKET, sql: `CAST(floor(${time} * 1.0 / ${size}) AS INTEGER) * ${size}` };
  return [
    ...(size > 0 ? [bucket] : []),
    ...[...new Set(query.dimensions)].map(name => ({ name, sql: dimensions[name] ?? 'NULL' }))
  ];
}

function timeRange({ from, to }: TraceMetricQuery, time: string): Condition[] {
  return [
    ...(from === undefined ? [] : [{ sql: `${time} >= ?`, args: [from] }]),
    ...(to === undefined ? [] : [{ sql: `${time} <= ?`, args: [to] }])
  ];
}

/** Values are added as doubles, in which the response has them: the sum of integers could overflow. */
function aggregateSql({ type, percentile = 0 }: MetricAggregation, kind: MetricKind): string {
  switch (type) {
    case 'COUNT':
      return kind.isDistinct ? 'count(DISTINCT value)' : 'count(value)';
    case 'PERCENTILE':
      return `sum(value * max(0.0, 1 - abs(i - ${percentile / 100} * last)))`;
    default:
      return `${type.toLowerCase()}(value * 1.0)`;
  }
}

const nameOf = ({ type, percentile = 0 }: MetricAggregation) =>
  type === 'PERCENTILE' ? `P${pythonFloat(percentile)}` : type;

function isoTime(time: number): string {
  const inRange = Math.min(Math.max(time, 0), Date.parse('9999-12-31T23:59:59Z'));
  return `${new Date(inRange).toISOString().slice(0, 19)}+00:00`;
}
