import type { Database } from 'libsql';
import { inTransaction } from '../../store/transaction.js';

/**
 * Creates the table of points in time order, in which MLflow pages through a history. Migrates the table of an earlier version, which
 * was in step order, so that each page had to sort the whole series.
 */
export function preparePointTable(db: Database): void {
  inTransaction(db, () => {
    const before = db
      .prepare("SELECT sql FROM sqlite_master WHERE name = 'mlflow_metric_points'")
      .get() as { sql: string } | undefined;
    if (before && !/PRIMARY KEY \(series, step/.test(before.sql)) return;
    if (before) db.exec('ALTER TABLE mlflow_metric_points RENAME TO points_by_step');
    db.exec(`CREATE TABLE mlflow_metric_points (
      series INTEGER NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL, value REAL NOT NULL, is_nan INTEGER NOT NULL,
      PRIMARY KEY (series, timestamp, step, value, is_nan)) WITHOUT ROWID`);
    if (before)
      db.exec(`INSERT INTO mlflow_metric_points SELECT series, step, timestamp, value, is_nan FROM points_by_step
        ORDER BY series, timestamp, step, value, is_nan;
        DROP TABLE points_by_step`);
  });
}
