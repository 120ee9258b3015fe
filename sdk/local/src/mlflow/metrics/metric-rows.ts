import type { Database } from 'libsql';

/** The shape of a metric as Azure's metric service knows it. */
export interface MetricShape {
  name: string;
  /** What clients show it as, such as `azureml.v1.table`. */
  type: string;
  /** The type of each column, such as `double`. A plain metric has one column with its own name. */
  columns: Record<string, string>;
}

/** One logged row. `createdAt` is in milliseconds since 1970. */
export interface MetricRow {
  id: string;
  createdAt: number;
  step?: number;
  /** The cells by column. */
  data: Record<string, unknown>;
}

/** A position in the rows of a metric. */
export interface RowRange {
  offset: number;
  limit: number;
}

/**
 * Stores what Azure's metric service has and MLflow's store has not: the shapes of metrics, the rows of tables, texts and images, and the
 * ids of all rows, because a client sends a batch again when it got no response.
 */
export class MetricRows {
  constructor(private readonly db: Database) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS run_metric_shapes (
        run_id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, columns TEXT NOT NULL, PRIMARY KEY (run_id, name)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS run_metric_ids (
        run_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (run_id, id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS run_metric_rows (
        run_id TEXT NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, created_at INTEGER NOT NULL, step INTEGER,
        data TEXT NOT NULL, PRIMARY KEY (run_id, name, seq)) WITHOUT ROWID`);
  }

  shape(run: string, name: string): MetricShape | undefined {
    return this.shapes(run, name)[0];
  }

  /** Returns the shapes of all metrics of a run, or of one, in the order of their names. */
  shapes(run: string, name?: string): MetricShape[] {
    const rows = this.db
      .prepare(
        'SELECT name, type, columns FROM run_metric_shapes WHERE run_id = ? AND name = coalesce(?, name) ORDER BY name'
      )
      .all(run, name ?? null) as { name: string; type: string; columns: string }[];
    return rows.map(row => ({
      ...row,
      columns: JSON.parse(row.columns) as MetricShape['columns']
    }));
  }

  putShape(run: string, { name, type, columns }: MetricShape): void {
    this.db
      .prepare('INSERT OR REPLACE INTO run_metric_shapes VALUES (?, ?, ?, ?)')
      .run(run, name, type, JSON.stringify(columns));
  }

  /** Remembers the id of a row. Returns false for one that was remembered before. */
  claim(run: string, id: string): boolean {
    return (
      this.db.prepare('INSERT OR IGNORE INTO run_metric_ids VALUES (?, ?)').run(run, id).changes > 0
    );
  }

  /** Appends rows, and returns the position of the first of them. */
  append(run: string, name: string, rows: readonly MetricRow[]): number {
    const { first } = this.db
      .prepare(
        'SELECT coalesce(max(seq) + 1, 0) AS first FROM run_metric_rows WHERE run_id = ? AND name = ?'
      )
      .get(run, name) as { first: number };
    const insert = this.db.prepare('INSERT INTO run_metric_rows VALUES (?, ?, ?, ?, ?, ?, ?)');
    rows.forEach(({ id, createdAt, step, data }, i) => {
      insert.run(run, name, first + i, id, createdAt, step ?? null, JSON.stringify(data));
    });
    return first;
  }

  rows(run: string, name: string, { offset, limit }: RowRange): MetricRow[] {
    const rows = this.db
      .prepare(
        `SELECT id, created_at, step, data FROM run_metric_rows WHERE run_id = ? AND name = ? AND seq >= ?
         ORDER BY seq LIMIT ?`
      )
      .all(run, name, offset, limit) as StoredRow[];
    return rows.map(row => ({
      id: row.id,
      createdAt: row.created_at,
      step: row.step ?? undefined,
      data: JSON.parse(row.data) as MetricRow['data']
    }));
  }

  /** Deletes all of a run. */
  erase(run: string): void {
    for (const table of ['shapes', 'ids', 'rows'])
      this.db.prepare(`DELETE FROM run_metric_${table} WHERE run_id = ?`).run(run);
  }
}

interface StoredRow {
  id: string;
  created_at: number;
  step: number | null;
  data: string;
}
