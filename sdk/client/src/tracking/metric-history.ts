import type { Float64, Table, TimestampMillisecond } from 'apache-arrow';
import type { MetricRecord, Mlflow } from './mlflow.js';

/** One row of `run.metricHistory(key)`; `step` is a whole number, `timestamp` milliseconds since 1970. */
export interface MetricRow {
  step: number;
  timestamp: number;
  value: number;
}

/**
 * The history of a metric: an Arrow table with the columns `step`, `timestamp` and `value`.
 *
 * A type of our own, since a notebook cell must be able to name the types of its variables: tslab writes a declaration
 * of every cell, and a package that the cell does not import itself can be out of its sight.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name is all that it adds
export interface MetricTable extends Table<{
  step: Float64;
  timestamp: TimestampMillisecond;
  value: Float64;
}> {}

/** The most that MLflow answers at a time. */
const PAGE = 25_000;

/** Every value of a metric, in the order of steps. */
export async function metricRows(mlflow: Mlflow, run: string, key: string): Promise<MetricRow[]> {
  const rows: MetricRow[] = [];
  let token: string | undefined;
  do {
    const page: { metrics?: MetricRecord[]; next_page_token?: string } = await mlflow.get(
      'metrics/get-history',
      { run_id: run, metric_key: key, max_results: PAGE, page_token: token }
    );
    for (const { step = 0, timestamp, value } of page.metrics ?? [])
      rows.push({ step: Number(step), timestamp: Number(timestamp), value: Number(value) });
    token = page.next_page_token || undefined;
  } while (token);
  return rows.sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
}

/**
 * The rows as a table. Steps are whole numbers in a float64 column: Arrow reads int64 as BigInt, which neither charts
 * nor arithmetic with numbers take, and float64 holds every step up to 2^53.
 */
export async function metricTable(rows: readonly MetricRow[]): Promise<MetricTable> {
  const arrow = await import('apache-arrow');
  const column = (name: keyof MetricRow) => Float64Array.from(rows, row => row[name]);
  return new arrow.Table({
    step: arrow.makeVector(column('step')),
    timestamp: arrow.vectorFromArray(
      rows.map(row => row.timestamp),
      new arrow.TimestampMillisecond()
    ),
    value: arrow.makeVector(column('value'))
  });
}
