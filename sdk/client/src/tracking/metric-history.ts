import type { Float64, Table, TimestampMillisecond } from 'apache-arrow';
import type { RequestOptions } from '../arm/client/index.js';
import { metricFromJson } from './metric-json.js';
import type { MetricRecord, Mlflow } from './mlflow.js';

/** One row of `run.metricHistory(key)`; `step` is a whole number, `timestamp` milliseconds since 1970, `value` may be NaN or infinite. */
export interface MetricRow {
  step: number;
  timestamp: number;
  value: number;
}

/**
 * The history of a metric: an Arrow table with the columns `step`, `timestamp` and `value`.
 *
 * A type of our own, because a notebook cell must be able to name the types of its variables: tslab writes a
 * declaration of every cell, and cannot always resolve a package that the cell does not import itself.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name is all that it adds
export interface MetricTable extends Table<{
  step: Float64;
  timestamp: TimestampMillisecond;
  value: Float64;
}> {}

/** The largest page of a history that MLflow returns. */
const PAGE = 25_000;
/** The page size of later reads, each of which downloads the last page again. */
const UPDATE_PAGE = 1_000;

/**
 * Reads the history of a metric repeatedly: each read after the first downloads the last page and what follows it.
 *
 * @example
 * const loss = run.metricReader('loss');
 * const rows = await loss.read(); // and again while the run continues
 */
export class MetricReader {
  readonly #mlflow: (options: RequestOptions) => Mlflow;
  readonly #run: string;
  readonly #key: string;
  /** The rows of all pages but the last, in the order of MLflow. */
  readonly #complete: MetricRow[] = [];
  /** The token of the last page; undefined while that is the first page. */
  #token: string | undefined;
  #pageSize = PAGE;

  constructor(mlflow: (options: RequestOptions) => Mlflow, run: string, key: string) {
    this.#mlflow = mlflow;
    this.#run = run;
    this.#key = key;
  }

  /** Reads every value of the metric, ordered by step and time. */
  async read(options: RequestOptions = {}): Promise<MetricRow[]> {
    for (;;) {
      const { rows, next } = await this.page(options);
      if (next === undefined) {
        this.#pageSize = UPDATE_PAGE;
        return [...this.#complete, ...rows].sort(
          (a, b) => a.step - b.step || a.timestamp - b.timestamp
        );
      }
      // Not `push(...rows)`: a page has more rows than a function may have arguments.
      for (const row of rows) this.#complete.push(row);
      this.#token = next;
    }
  }

  private async page(
    options: RequestOptions
  ): Promise<{ rows: MetricRow[]; next: string | undefined }> {
    const page = await this.#mlflow(options).get<{
      metrics?: MetricRecord[];
      next_page_token?: string;
    }>('metrics/get-history', {
      run_id: this.#run,
      metric_key: this.#key,
      max_results: this.#pageSize,
      page_token: this.#token
    });
    return { rows: (page.metrics ?? []).map(metricRow), next: page.next_page_token || undefined };
  }
}

/** Converts MLflow's record of a metric, whose numbers may be text. */
export function metricRow({ step = 0, timestamp, value }: MetricRecord): MetricRow {
  return { step: Number(step), timestamp: Number(timestamp), value: metricFromJson(value) };
}

/**
 * Returns the rows as a table. Steps are whole numbers in a float64 column: Arrow reads int64 as BigInt, which neither
 * charts nor arithmetic with numbers accept, and float64 is exact for steps up to 2^53.
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
