import type { Database } from 'libsql';
import type { Metric } from '../metrics/metrics.js';

/** A metric value of a logged model, with the run that measured it and the data set it was measured on. */
export interface LoggedModelMetric extends Metric {
  modelId: string;
  runId: string;
  datasetName?: string;
  datasetDigest?: string;
}

interface Row {
  model_id: string;
  run_id: string;
  key: string;
  value: number;
  is_nan: number;
  timestamp: number;
  step: number;
  dataset_name: string;
  dataset_digest: string;
}

/** Stores the complete metric histories of logged models. */
export class LoggedModelMetrics {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS mlflow_logged_model_metrics (
      model_id TEXT NOT NULL, key TEXT NOT NULL, timestamp INTEGER NOT NULL, step INTEGER NOT NULL, run_id TEXT NOT NULL,
      value REAL NOT NULL, is_nan INTEGER NOT NULL, experiment_id INTEGER NOT NULL,
      dataset_name TEXT NOT NULL, dataset_digest TEXT NOT NULL,
      PRIMARY KEY (model_id, key, timestamp, step, run_id, dataset_name, dataset_digest, value, is_nan)) WITHOUT ROWID`);
  }

  log(experimentId: string, metrics: readonly LoggedModelMetric[]): void {
    if (metrics.length === 0) return;
    const insert = this.db.prepare(
      'INSERT OR IGNORE INTO mlflow_logged_model_metrics VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
    );
    for (const metric of metrics) {
      const nan = Number.isNaN(metric.value);
      insert.run(
        metric.modelId,
        metric.key,
        metric.timestamp,
        metric.step,
        metric.runId,
        nan ? 0 : metric.value,
        nan ? 1 : 0,
        Number(experimentId),
        metric.datasetName ?? '',
        metric.datasetDigest ?? ''
      );
    }
  }

  ofModels(modelIds: readonly string[]): LoggedModelMetric[] {
    const rows = this.db
      .prepare(
        `SELECT * FROM mlflow_logged_model_metrics WHERE model_id IN (SELECT value FROM json_each(?))
         ORDER BY model_id, key, timestamp, step`
      )
      .all(JSON.stringify(modelIds)) as Row[];
    return rows.map(row => ({
      modelId: row.model_id,
      runId: row.run_id,
      key: row.key,
      value: row.is_nan ? NaN : row.value,
      timestamp: row.timestamp,
      step: row.step,
      datasetName: row.dataset_name || undefined,
      datasetDigest: row.dataset_digest || undefined
    }));
  }
}
