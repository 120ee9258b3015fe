import type { Database } from 'libsql';
import { groupBy } from '../tables/group-by.js';

/** A data set that a run read. */
export interface Dataset {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema?: string;
  profile?: string;
}

export interface DatasetInput {
  dataset: Dataset;
  tags: Record<string, string>;
}

/** The tag with the purpose for which a run read a data set, such as `training` or `evaluation`. */
export const contextTag = 'mlflow.data.context';

interface Row {
  run_id: string;
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: string;
}

/** Data sets by experiment, name and digest, and the runs that read them. */
export class DatasetStore {
  constructor(private readonly db: Database) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_datasets (
        dataset INTEGER PRIMARY KEY, experiment_id INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
        source_type TEXT NOT NULL, source TEXT NOT NULL, schema TEXT, profile TEXT, UNIQUE (experiment_id, name, digest));
      CREATE TABLE IF NOT EXISTS mlflow_run_datasets (
        run_id TEXT NOT NULL, dataset INTEGER NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (run_id, dataset)) WITHOUT ROWID`);
  }

  /** Records that the run read these data sets. Existing records are not changed. */
  log(runId: string, experimentId: string, inputs: readonly DatasetInput[]): void {
    const insert = this.db.prepare(
      `INSERT INTO mlflow_datasets (experiment_id, name, digest, source_type, source, schema, profile)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
    );
    const link = this.db.prepare(
      `INSERT INTO mlflow_run_datasets SELECT ?, dataset, ? FROM mlflow_datasets
       WHERE experiment_id = ? AND name = ? AND digest = ? ON CONFLICT DO NOTHING`
    );
    for (const { dataset: d, tags } of inputs) {
      const experiment = Number(experimentId);
      insert.run(
        experiment,
        d.name,
        d.digest,
        d.sourceType,
        d.source,
        d.schema ?? null,
        d.profile ?? null
      );
      link.run(runId, JSON.stringify(tags), experiment, d.name, d.digest);
    }
  }

  /** Returns the data sets that each of the runs read, by run id. */
  ofRuns(runIds: readonly string[]): Map<string, DatasetInput[]> {
    const rows = this.db
      .prepare(
        `SELECT r.run_id, r.tags, d.* FROM mlflow_run_datasets r JOIN mlflow_datasets d USING (dataset)
         WHERE r.run_id IN (SELECT value FROM json_each(?)) ORDER BY d.dataset`
      )
      .all(JSON.stringify(runIds)) as Row[];
    const byRun = groupBy(rows, row => row.run_id);
    return new Map([...byRun].map(([id, own]) => [id, own.map(toInput)]));
  }

  /** Returns the distinct data sets of experiments with the context in which each was used. */
  summaries(experimentIds: readonly string[]) {
    return this.db
      .prepare(
        `SELECT DISTINCT CAST(d.experiment_id AS TEXT) AS experiment_id, d.name, d.digest,
           (SELECT value FROM json_each(r.tags) WHERE key = '${contextTag}') AS context
         FROM mlflow_run_datasets r JOIN mlflow_datasets d USING (dataset)
         WHERE CAST(d.experiment_id AS TEXT) IN (SELECT value FROM json_each(?)) ORDER BY d.dataset LIMIT 1000`
      )
      .all(JSON.stringify(experimentIds)) as {
      experiment_id: string;
      name: string;
      digest: string;
      context: string | null;
    }[];
  }
}

function toInput(row: Row): DatasetInput {
  return {
    dataset: {
      name: row.name,
      digest: row.digest,
      sourceType: row.source_type,
      source: row.source,
      schema: row.schema ?? undefined,
      profile: row.profile ?? undefined
    },
    tags: JSON.parse(row.tags) as Record<string, string>
  };
}
