import type { Database } from 'libsql';
import { groupBy } from '../tables/group-by.js';

/** A logged model that a run read or created. `step` is the training step at which it was created. */
export interface RunModel {
  modelId: string;
  step: number;
}

type Direction = 'input' | 'output';

/** Stores which logged models each run read and created. */
export class RunModelStore {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS mlflow_run_models (
      run_id TEXT NOT NULL, direction TEXT NOT NULL, model_id TEXT NOT NULL, step INTEGER NOT NULL,
      PRIMARY KEY (run_id, direction, model_id, step)) WITHOUT ROWID`);
  }

  log(runId: string, direction: Direction, models: readonly RunModel[]): void {
    const insert = this.db.prepare('INSERT OR IGNORE INTO mlflow_run_models VALUES (?, ?, ?, ?)');
    for (const { modelId, step } of models) insert.run(runId, direction, modelId, step);
  }

  /** Returns the models of each of the runs, by run id. */
  ofRuns(runIds: readonly string[], direction: Direction): Map<string, RunModel[]> {
    const rows = this.db
      .prepare(
        `SELECT run_id, model_id AS modelId, step FROM mlflow_run_models
         WHERE direction = ? AND run_id IN (SELECT value FROM json_each(?)) ORDER BY step`
      )
      .all(direction, JSON.stringify(runIds)) as (RunModel & { run_id: string })[];
    return groupBy(rows, row => row.run_id);
  }
}
