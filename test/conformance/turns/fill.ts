import { join } from 'node:path';
import Database from 'libsql';

/** Numbers 1 to n as the rows of a table `c`. */
const numbers = (n: number) =>
  `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n})`;

export const counts = { runs: 20_000, traces: 20_000, points: 300_000, models: 20_000 };

/** The run with a long metric history. */
export const longRun = 'run-1';

/**
 * Writes more runs, traces, models and points into the database of a running workspace than a test could create by requests: a run has 5
 * metrics, a trace 1 to 3 spans, and every thousandth span is large.
 */
export function fill(home: string): void {
  const db = new Database(join(home, 'state.db'));
  db.exec('BEGIN');
  fillRuns(db);
  fillTraces(db);
  fillModels(db);
  db.exec('COMMIT');
  db.close();
}

function fillRuns(db: Database.Database): void {
  db.exec(`
    INSERT INTO mlflow_experiments SELECT i, 'experiment-' || i, 'mlflow-artifacts:/ExperimentRun', 'active', i, i FROM (${numbers(counts.models)} SELECT i FROM c);
    INSERT INTO mlflow_runs SELECT 'run-' || i, 0, 'run ' || i, 'ada', 'FINISHED', i, i, 'active', 'mlflow-artifacts:/ExperimentRun/run-' || i
      FROM (${numbers(counts.runs)} SELECT i FROM c);
    INSERT INTO mlflow_metrics (run_id, key, value, is_nan, timestamp, step)
      SELECT r.run_id, 'm' || i, abs(random() % 1000), 0, 1, 1 FROM mlflow_runs r, (${numbers(5)} SELECT i FROM c);
    INSERT INTO mlflow_metric_points (series, step, timestamp, value, is_nan)
      SELECT (SELECT series FROM mlflow_metrics WHERE run_id = '${longRun}' AND key = 'm1'), i, i, i / 7.0, 0 FROM (${numbers(counts.points)} SELECT i FROM c);`);
}

function fillTraces(db: Database.Database): void {
  db.exec(`
    INSERT INTO mlflow_traces SELECT 'tr-' || i, 0, i, 5, 'OK', NULL, 'question ' || i, 'answer', 1 FROM (${numbers(counts.traces)} SELECT i FROM c);
    INSERT INTO mlflow_trace_tags SELECT 'tr-' || i, 'mlflow.traceName', 'trace ' || i FROM (${numbers(counts.traces)} SELECT i FROM c);
    INSERT INTO mlflow_spans
      SELECT 'tr-' || t.i, 's' || s.i, NULL, 'span ' || s.i, 'LLM', 'OK', t.i, t.i + 1, json_object('name', 'span ' || s.i, 'attributes',
        json_object('model', 'm' || s.i, 'text', CASE WHEN t.i % 1000 = 0 THEN hex(randomblob(250000)) ELSE hex(randomblob(500)) END)), '{}'
      FROM (${numbers(counts.traces)} SELECT i FROM c) t, (${numbers(3)} SELECT i FROM c) s WHERE s.i <= 1 + t.i % 3;`);
}

function fillModels(db: Database.Database): void {
  db.exec(`
    INSERT INTO mlflow_logged_models SELECT 'm-' || i, 0, 'model ' || i, 'mlflow-artifacts:/LoggedModel/m-' || i, 'LOGGED_MODEL_READY', NULL, NULL, 'active', i, i
      FROM (${numbers(counts.models)} SELECT i FROM c);
    INSERT INTO mlflow_logged_model_metrics SELECT 'm-' || m.i, 'k' || k.i, 1, 1, '', abs(random() % 1000), 0, 0, '', ''
      FROM (${numbers(counts.models)} SELECT i FROM c) m, (${numbers(5)} SELECT i FROM c) k;`);
  fillRegistry(db);
}

function fillRegistry(db: Database.Database): void {
  db.exec(`
    INSERT INTO models (name, tags, properties, is_archived, created_at, updated_at, user_id, last_number)
      SELECT 'model-' || i, json_object('team', 't' || i % 7), '{}', 0, i, i, 'ada', 1 FROM (${numbers(counts.models)} SELECT i FROM c);
    INSERT INTO model_versions (name, version, tags, properties, model_type, source, flavors, stage, is_archived, is_anonymous, created_at,
        updated_at, user_id, status)
      SELECT 'model-' || i, '1', json_object('team', 't' || i % 7), '{}', 'custom_model', 'file:///m', '{}', 'None', 0, 0, i, i, 'ada', 'READY'
      FROM (${numbers(counts.models)} SELECT i FROM c);`);
}
