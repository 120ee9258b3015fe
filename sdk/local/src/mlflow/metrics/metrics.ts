import type { Database } from 'libsql';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { groupBy } from '../tables/group-by.js';
import { RowWriter } from '../tables/row-writer.js';
import { nextTurn } from '../wire/in-turns.js';
import { preparePointTable } from './point-table.js';

/** One logged value. `timestamp` is in milliseconds since 1970; `value` may be NaN or infinite. */
export interface Metric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}

/** The position of a point in a history. */
export type PointPosition = Pick<Metric, 'timestamp' | 'step' | 'value'>;

/** The part of a history to read: the points behind `after` or behind the first `offset` points, at most `limit` of them. */
export interface HistoryRange {
  after?: PointPosition;
  offset?: number;
  limit?: number;
}

/** This many points are read and encoded in a few milliseconds. */
const POINTS_PER_TURN = 2000;

/** A longer history is sampled outside the event loop. */
const POINTS_SAMPLED_AT_ONCE = 20_000;

interface PointRow {
  value: number;
  is_nan: number;
  timestamp: number;
  step: number;
}

/**
 * Stores metric histories. A series is one key of one run. Its row contains the latest value; its points refer to it by number, which
 * keeps them small and adjacent. SQLite converts NaN to NULL, so NaN is stored as 0 with `is_nan` set; infinities are stored as they are.
 */
export class MetricStore {
  private readonly latestRows: RowWriter;
  private readonly pointRows: RowWriter;
  private readonly queries: Queries;

  constructor(private readonly db: Database) {
    this.queries = new Queries(db);
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_metrics (
        series INTEGER PRIMARY KEY, run_id TEXT NOT NULL, key TEXT NOT NULL,
        value REAL NOT NULL, is_nan INTEGER NOT NULL, timestamp INTEGER NOT NULL, step INTEGER NOT NULL, UNIQUE (run_id, key))`);
    preparePointTable(db);
    // Without the WHERE, SQLite would parse ON as a join constraint.
    this.latestRows = new RowWriter(
      db,
      4,
      values => `
        INSERT INTO mlflow_metrics (run_id, key, value, is_nan, timestamp, step)
        SELECT ?, column1, ifnull(column2, 0), column2 IS NULL, column3, column4 FROM (${values}) WHERE TRUE
        ON CONFLICT DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan, timestamp = excluded.timestamp, step = excluded.step
        WHERE (excluded.step, excluded.timestamp, excluded.value) > (step, timestamp, value)`
    );
    this.pointRows = new RowWriter(
      db,
      4,
      values => `
        INSERT OR IGNORE INTO mlflow_metric_points (series, step, timestamp, value, is_nan)
        SELECT column1, column2, column3, ifnull(column4, 0), column4 IS NULL FROM (${values})`
    );
  }

  /** Appends values. An identical value is not stored twice, because a client may retry a request. */
  log(runId: string, metrics: readonly Metric[]): void {
    if (metrics.length === 0) return;
    const latest = new Map<string, Metric>();
    for (const metric of metrics) {
      const before = latest.get(metric.key);
      if (!before || isLater(metric, before)) latest.set(metric.key, metric);
    }
    inTransaction(this.db, () => {
      const latestCells: (string | number)[] = [];
      for (const { key, value, timestamp, step } of latest.values())
        latestCells.push(key, value, timestamp, step);
      this.latestRows.write([runId], latestCells);
      const keys = JSON.stringify([...latest.keys()]);
      const rows = this.db
        .prepare(
          'SELECT key, series FROM mlflow_metrics WHERE run_id = ? AND key IN (SELECT value FROM json_each(?))'
        )
        .all(runId, keys) as { key: string; series: number }[];
      const series = new Map(rows.map(row => [row.key, row.series]));
      const cells: number[] = [];
      for (const { key, step, timestamp, value } of metrics)
        cells.push(series.get(key) as number, step, timestamp, value);
      this.pointRows.write([], cells);
    });
  }

  /** Deletes all metrics of a run. */
  erase(runId: string): void {
    const series = 'SELECT series FROM mlflow_metrics WHERE run_id = ?';
    this.db.prepare(`DELETE FROM mlflow_metric_points WHERE series IN (${series})`).run(runId);
    this.db.prepare('DELETE FROM mlflow_metrics WHERE run_id = ?').run(runId);
  }

  /** Returns the latest value of every key for each of the runs. Latest means by step, then timestamp, then value. */
  latest(runIds: readonly string[]): Map<string, Metric[]> {
    const rows = this.db
      .prepare(
        `SELECT run_id, key, value, is_nan, timestamp, step FROM mlflow_metrics
         WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY key`
      )
      .all(JSON.stringify(runIds)) as (PointRow & { run_id: string; key: string })[];
    const byRun = groupBy(rows, row => row.run_id);
    return new Map([...byRun].map(([id, own]) => [id, own.map(row => toMetric(row.key, row))]));
  }

  /** Returns the values of a key in time order, all of them or a part. */
  history(runId: string, key: string, range: HistoryRange = {}): Metric[] {
    const { after, offset = 0, limit = -1 } = range;
    const isNan = after !== undefined && Number.isNaN(after.value);
    const position = after
      ? [after.timestamp, after.step, isNan ? 0 : after.value, Number(isNan)]
      : [];
    const rows = this.db
      .prepare(
        `SELECT value, is_nan, timestamp, step FROM mlflow_metric_points
         WHERE series = (SELECT series FROM mlflow_metrics WHERE run_id = ? AND key = ?)
         ${after ? 'AND (timestamp, step, value, is_nan) > (?, ?, ?, ?)' : ''}
         ORDER BY timestamp, step, value, is_nan LIMIT ? OFFSET ?`
      )
      .all(runId, key, ...position, limit, offset) as PointRow[];
    return rows.map(row => toMetric(key, row));
  }

  /** Reads a history like `history`, in parts with a turn of the event loop between them. */
  async *historyInTurns(
    runId: string,
    key: string,
    { after, offset, limit = -1 }: HistoryRange
  ): AsyncGenerator<Metric[], undefined> {
    let range: HistoryRange = { after, offset };
    let left = limit < 0 ? Infinity : limit;
    while (left > 0) {
      const size = Math.min(left, POINTS_PER_TURN);
      const part = this.history(runId, key, { ...range, limit: size });
      const last = part.at(-1);
      if (last) yield part;
      if (!last || part.length < size) return;
      left -= size;
      range = { after: last };
      await nextTurn();
    }
  }

  /** Returns the number of values of a key for each of the runs that has any. */
  counts(runIds: readonly string[], key: string): Map<string, number> {
    return this.aggregate('count(*)', runIds, key);
  }

  /** Returns the maximum or minimum value of a key for each of the runs, ignoring NaN. */
  best(runIds: readonly string[], key: string, which: 'min' | 'max'): Map<string, number> {
    return this.aggregate(`${which}(CASE WHEN p.is_nan = 0 THEN p.value END)`, runIds, key);
  }

  private aggregate(
    aggregation: string,
    runIds: readonly string[],
    key: string
  ): Map<string, number> {
    const rows = this.db
      .prepare(
        `SELECT m.run_id, ${aggregation} AS value FROM mlflow_metrics m JOIN mlflow_metric_points p USING (series)
         WHERE m.key = ? AND m.run_id IN (SELECT value FROM json_each(?)) GROUP BY m.run_id`
      )
      .all(key, JSON.stringify(runIds)) as { run_id: string; value: number | null }[];
    return new Map(rows.flatMap(row => (row.value === null ? [] : [[row.run_id, row.value]])));
  }

  /**
   * Returns at most `limit` values spread evenly over the history, optionally between two steps, always including the first and the
   * last. Sampling runs in SQL, so a curve of a million points is not loaded into memory. The points are the same as on an MLflow server.
   */
  async sample(
    runId: string,
    key: string,
    limit: number,
    steps: { from: number; to: number } = { from: -(2 ** 53), to: 2 ** 53 }
  ): Promise<Metric[]> {
    const points = `FROM mlflow_metric_points
      WHERE series = (SELECT series FROM mlflow_metrics WHERE run_id = ? AND key = ?) AND step BETWEEN ? AND ?`;
    const which = [runId, key, steps.from, steps.to];
    const { n } = this.db.prepare(`SELECT count(*) AS n ${points}`).get(...which) as { n: number };
    // One bucket per requested point; if the division has a remainder, the first buckets are larger by one. Each contributes its first point.
    const buckets = Math.min(limit, n || 1);
    const size = Math.floor(n / buckets);
    const inLargerBuckets = (n % buckets) * (size + 1);
    const sql = `SELECT value, is_nan, timestamp, step FROM (
        SELECT value, is_nan, timestamp, step, row_number() OVER (ORDER BY step, timestamp, value, is_nan) - 1 AS position ${points})
      WHERE position = ? OR CASE WHEN position < ? THEN position % ? = 0 ELSE (position - ?) % ? = 0 END`;
    const args = [...which, n - 1, inLargerBuckets, size + 1, inLargerBuckets, size];
    const rows =
      n > POINTS_SAMPLED_AT_ONCE
        ? await this.queries.all<PointRow>({ sql, args })
        : (this.db.prepare(sql).all(...args) as PointRow[]);
    // If the last point exceeds the limit, it replaces the first point of the last bucket.
    if (rows.length > limit) rows.splice(rows.length - 2, 1);
    return rows.map(row => toMetric(key, row));
  }
}

function isLater(a: Metric, b: Metric): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return (a.value || 0) > (b.value || 0);
}

function toMetric(key: string, row: PointRow): Metric {
  const value = row.is_nan ? NaN : row.value;
  return { key, value, timestamp: row.timestamp, step: row.step };
}
