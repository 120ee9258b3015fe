import type { Database } from 'libsql';
import { inTransaction } from '../../store/transaction.js';
import { fail } from '../errors.js';
import type { ExperimentStore } from '../experiments/experiments.js';

/** A version of a scorer, without its text. */
export interface ScorerVersion {
  scorerId: string;
  experimentId: string;
  name: string;
  version: number;
  /** In milliseconds since 1970. */
  createdAt: number;
}

interface Row {
  scorer_id: string;
  experiment_id: number;
  name: string;
  version: number;
  creation_time: number;
}

interface Key {
  experimentId: string;
  name: string;
}

const columns = 's.scorer_id, s.experiment_id, s.name, v.version, v.creation_time';
const versions = 'mlflow_scorers s JOIN mlflow_scorer_versions v USING (scorer_id)';

/** Stores the scorers of experiments, with which MLflow's clients evaluate traces. The workspace never runs them. */
export class ScorerStore {
  constructor(
    private readonly db: Database,
    private readonly experiments: ExperimentStore,
    private readonly now: () => number,
    private readonly newId: () => string
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_scorers (
        scorer_id TEXT PRIMARY KEY, experiment_id INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (experiment_id, name));
      CREATE TABLE IF NOT EXISTS mlflow_scorer_versions (
        scorer_id TEXT NOT NULL, version INTEGER NOT NULL, creation_time INTEGER NOT NULL, serialized TEXT NOT NULL,
        PRIMARY KEY (scorer_id, version))`);
  }

  /** Stores a scorer as the next version of its name. */
  register(key: Key, serialized: string): ScorerVersion {
    return inTransaction(this.db, () => {
      const { id } = this.experiments.getActive(key.experimentId);
      this.db
        .prepare('INSERT OR IGNORE INTO mlflow_scorers VALUES (?, ?, ?)')
        .run(this.newId(), Number(id), key.name);
      this.db
        .prepare(
          `INSERT INTO mlflow_scorer_versions
           SELECT scorer_id, 1 + ifnull((SELECT max(version) FROM mlflow_scorer_versions v WHERE v.scorer_id = s.scorer_id), 0), ?, ?
           FROM mlflow_scorers s WHERE experiment_id = ? AND name = ?`
        )
        .run(this.now(), serialized, Number(id), key.name);
      return this.get(key);
    });
  }

  /** Returns a version, by default the latest, or throws MLflow's error. */
  get(key: Key, version?: number): ScorerVersion {
    const { id } = this.experiments.getActive(key.experimentId);
    const row = this.db
      .prepare(
        `SELECT ${columns} FROM ${versions} WHERE s.experiment_id = ? AND s.name = ? AND v.version = ifnull(?, v.version)
         ORDER BY v.version DESC LIMIT 1`
      )
      .get(Number(id), key.name, version ?? null) as Row | undefined;
    if (!row) throw notFound(key, version);
    return toVersion(row);
  }

  /** Returns all versions of a scorer, the first one first. */
  versions(key: Key): ScorerVersion[] {
    const { id } = this.experiments.getActive(key.experimentId);
    const rows = this.db
      .prepare(
        `SELECT ${columns} FROM ${versions} WHERE s.experiment_id = ? AND s.name = ? ORDER BY v.version`
      )
      .all(Number(id), key.name) as Row[];
    if (rows.length === 0) throw notFound(key);
    return rows.map(toVersion);
  }

  /** Returns the latest version of each scorer of these active experiments, by default of all of them. */
  latest(experimentIds?: readonly string[]): ScorerVersion[] {
    const rows = this.db
      .prepare(
        `SELECT ${columns} FROM ${versions} JOIN mlflow_experiments e ON e.experiment_id = s.experiment_id
         WHERE e.stage = 'active' AND (? OR s.experiment_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)))
           AND v.version = (SELECT max(version) FROM mlflow_scorer_versions l WHERE l.scorer_id = s.scorer_id)
         ORDER BY s.experiment_id, s.name`
      )
      .all(experimentIds === undefined ? 1 : 0, JSON.stringify(experimentIds ?? [])) as Row[];
    return rows.map(toVersion);
  }

  /** Returns the text of a version as its client sent it. */
  serialized({ scorerId, version }: ScorerVersion): string {
    const row = this.db
      .prepare('SELECT serialized FROM mlflow_scorer_versions WHERE scorer_id = ? AND version = ?')
      .get(scorerId, version) as { serialized: string } | undefined;
    return row?.serialized ?? '';
  }

  /** Deletes a version, or the scorer with all of its versions. */
  delete(key: Key, version?: number): void {
    inTransaction(this.db, () => {
      const { scorerId } = this.get(key, version);
      this.db
        .prepare(
          'DELETE FROM mlflow_scorer_versions WHERE scorer_id = ? AND version = ifnull(?, version)'
        )
        .run(scorerId, version ?? null);
      if (version === undefined)
        this.db.prepare('DELETE FROM mlflow_scorers WHERE scorer_id = ?').run(scorerId);
    });
  }
}

const notFound = ({ name, experimentId }: Key, version?: number) =>
  fail('ScorerNotFound', { name, version, experiment: experimentId });

function toVersion(row: Row): ScorerVersion {
  return {
    scorerId: row.scorer_id,
    experimentId: String(row.experiment_id),
    name: row.name,
    version: row.version,
    createdAt: row.creation_time
  };
}
