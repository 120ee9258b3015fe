import type { MetricRow, MetricShape } from '../mlflow/metrics/metric-rows.js';
import type { Metric } from '../mlflow/metrics/metrics.js';
import type { RunStore } from '../mlflow/runs/runs.js';
import { fail } from './errors.js';

/** A metric as Azure's metric service takes it: rows with the cells of its columns. */
export type LoggedMetric = MetricShape & { rows: MetricRow[] };

/** One page of the rows of a metric. */
export interface MetricPage {
  shape: MetricShape;
  rows: MetricRow[];
  /** Where the next page starts. */
  next?: number;
}

const SCALAR = 'azureml.v1.scalar';
const PAGE_SIZE = 5000;
const MAX_NAME_LENGTH = 250;
const numberTypes = ['int', 'float', 'double'];
/** Numbers that JSON does not have, as texts. Python reads them as numbers. */
const specialNumbers = ['NaN', 'Infinity', '-Infinity'];

/**
 * Logs a metric of azureml-core, once for each id of a row. Numbers become a metric of MLflow, so that every client sees them; without
 * a step, each gets the next one. The rows of a table, texts and images are stored beside it, and the numbers in a column of a table
 * become the metric `{table}.{column}` too.
 */
export function logRunMetric(runs: RunStore, run: string, metric: LoggedMetric): void {
  const { name, rows } = metric;
  if (name.length === 0 || name.length > MAX_NAME_LENGTH)
    throw fail('RunMetricName', { limit: MAX_NAME_LENGTH, length: name.length });
  runs.getActive(run);
  const shape = mergedShape(shapeOf(runs, run, name), metric);
  const fresh = rows.filter(({ id }) => runs.metricRows.claim(run, id));
  runs.metricRows.putShape(run, shape);
  if (isNumber(shape)) {
    const first = runs.metrics.counts([run], name).get(run) ?? 0;
    runs.logMetrics(run, points(name, name, fresh, first));
    return;
  }
  const first = runs.metricRows.append(run, name, fresh);
  for (const [column, key] of numberColumns(shape))
    runs.logMetrics(run, points(key, column, fresh, first));
}

/** Lists the metrics of a run, those that MLflow logged among them. */
export function listRunMetrics(runs: RunStore, run: string): MetricShape[] {
  const shapes = runs.metricRows.shapes(run);
  const known = new Set([
    ...shapes.map(({ name }) => name),
    ...shapes.filter(shape => !isNumber(shape)).flatMap(shape => [...numberColumns(shape).values()])
  ]);
  const others = (runs.metrics.latest([run]).get(run) ?? []).filter(({ key }) => !known.has(key));
  return [...shapes, ...others.map(({ key }) => numberShape(key))];
}

/** Returns a page of the rows of a metric, or undefined if the run has none of this name. */
export function readRunMetric(
  runs: RunStore,
  run: string,
  name: string,
  offset = 0
): MetricPage | undefined {
  const shape = shapeOf(runs, run, name);
  if (!shape) return undefined;
  const range = { offset, limit: PAGE_SIZE };
  const rows = isNumber(shape)
    ? runs.metrics.history(run, name, range).map((point, i) => rowOf(point, offset + i))
    : runs.metricRows.rows(run, name, range);
  return { shape, rows, next: rows.length === PAGE_SIZE ? offset + PAGE_SIZE : undefined };
}

function shapeOf(runs: RunStore, run: string, name: string): MetricShape | undefined {
  const stored = runs.metricRows.shape(run, name);
  if (stored) return stored;
  return runs.metrics.counts([run], name).has(run) ? numberShape(name) : undefined;
}

const numberShape = (name: string): MetricShape => ({
  name,
  type: SCALAR,
  columns: { [name]: 'double' }
});

function isNumber({ name, columns }: MetricShape): boolean {
  const [column, ...others] = Object.keys(columns);
  return column === name && others.length === 0 && isNumberType(columns[column]);
}

const isNumberType = (type: string | undefined) => numberTypes.includes(type?.toLowerCase() ?? '');

/** The columns of a table that have numbers, each with the metric of MLflow that has them too. */
function numberColumns({ name, columns }: MetricShape): Map<string, string> {
  const found = Object.keys(columns).filter(
    column => column !== name && isNumberType(columns[column])
  );
  return new Map(found.map(column => [column, `${name}.${column}`]));
}

/** The shape of a metric after more was logged: integers become numbers. Throws RunMetricShape for columns that do not match. */
function mergedShape(
  before: MetricShape | undefined,
  { name, type, columns }: MetricShape
): MetricShape {
  if (!before) return { name, type, columns };
  const keys = Object.keys(columns);
  const isSame =
    keys.length === Object.keys(before.columns).length &&
    keys.every(key => isSameType(before.columns[key], columns[key]));
  if (!isSame)
    throw fail('RunMetricShape', { name, before: words(before.columns), columns: words(columns) });
  const wider = keys.map(key => [
    key,
    before.columns[key] === 'int' ? columns[key] : before.columns[key]
  ]);
  return { name, type: before.type, columns: Object.fromEntries(wider) as MetricShape['columns'] };
}

function isSameType(a: string | undefined, b: string | undefined): boolean {
  return (isNumberType(a) && isNumberType(b)) || a === b;
}

function words(columns: Record<string, string>): string {
  return Object.entries(columns)
    .map(([column, type]) => `'${column}' (${type})`)
    .join(', ');
}

/** The points of one column. Cells without a value have none. */
function points(key: string, column: string, rows: MetricRow[], first: number): Metric[] {
  return rows.flatMap(({ createdAt, step, data }, i) => {
    const cell = data[column];
    if (cell === null || cell === undefined) return [];
    const isSpecial = typeof cell === 'string' && specialNumbers.includes(cell);
    if (typeof cell !== 'number' && !isSpecial) throw fail('RunMetricNumber', { name: key });
    return [{ key, value: Number(cell), timestamp: createdAt, step: step ?? first + i }];
  });
}

function rowOf({ key, value, timestamp, step }: Metric, position: number): MetricRow {
  const cell = Number.isFinite(value) ? value : String(value);
  return { id: `${key}:${position}`, createdAt: timestamp, step, data: { [key]: cell } };
}
