import { createHash } from 'node:crypto';
import type { Database } from 'libsql';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { fail } from '../errors.js';
import { KeyedValues } from '../tables/keyed-values.js';
import { mapInTurns, slicesOf } from '../wire/in-turns.js';
import {
  evaluationDatasetQuery,
  type EvaluationDatasetQuery
} from './evaluation-dataset-search.js';
import { userTag, type GivenRecord } from './evaluation-record.js';
import { EvaluationRecordStore } from './evaluation-records.js';
import { extendedSchema, type RecordSchema } from './record-schema.js';

/** A data set of inputs and what is expected of an application for them. Times are in milliseconds since 1970. */
export interface EvaluationDataset {
  id: string;
  name: string;
  tags: Record<string, string>;
  /** The fields of its records, as JSON. */
  schema?: string;
  /** The number of its records, as JSON. */
  profile?: string;
  /** Another after each change of its records. */
  digest: string;
  createdAt: number;
  updatedAt: number;
  createdBy?: string;
  updatedBy?: string;
}

interface Row {
  dataset_id: string;
  name: string;
  schema: string | null;
  profile: string | null;
  digest: string;
  created_time: number;
  last_update_time: number;
  created_by: string | null;
  last_updated_by: string | null;
}

/** Records are written in transactions of this many, so that none holds the event loop for long. */
const RECORDS_PER_TURN = 50;

/** Stores the evaluation data sets of MLflow with their records, tags and experiments. */
export class EvaluationDatasetStore {
  readonly records: EvaluationRecordStore;
  private readonly tags: KeyedValues;
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    private readonly newId: () => string
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_evaluation_datasets (
        dataset_id TEXT PRIMARY KEY, name TEXT NOT NULL, schema TEXT, profile TEXT, digest TEXT NOT NULL, created_time INTEGER NOT NULL,
        last_update_time INTEGER NOT NULL, created_by TEXT, last_updated_by TEXT);
      CREATE TABLE IF NOT EXISTS mlflow_evaluation_dataset_experiments (
        dataset_id TEXT NOT NULL, experiment_id TEXT NOT NULL, PRIMARY KEY (dataset_id, experiment_id)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS mlflow_evaluation_datasets_by_experiment
        ON mlflow_evaluation_dataset_experiments (experiment_id)`);
    this.tags = new KeyedValues(db, 'mlflow_evaluation_dataset_tags', 'dataset_id');
    this.records = new EvaluationRecordStore(db, newId);
    this.queries = new Queries(db);
  }

  create(
    name: string,
    tags: Record<string, string>,
    experimentIds: readonly string[]
  ): EvaluationDataset {
    const id = `d-${this.newId()}`;
    const at = this.now();
    const user = tags[userTag] ?? null;
    return inTransaction(this.db, () => {
      this.db
        .prepare('INSERT INTO mlflow_evaluation_datasets VALUES (?, ?, NULL, NULL, ?, ?, ?, ?, ?)')
        .run(id, name, digestOf(name, at), at, at, user, user);
      this.tags.set(id, tags);
      this.link(id, experimentIds);
      return this.get(id);
    });
  }

  /** Returns a data set without its records, or throws MLflow's error. */
  get(id: string): EvaluationDataset {
    const [dataset] = this.withTags([this.row(id)]);
    return dataset as EvaluationDataset;
  }

  /** Deletes a data set with its records, if it exists. */
  delete(id: string): void {
    inTransaction(this.db, () => {
      this.records.deleteAll(id);
      for (const part of ['_experiments', '_tags', 's'])
        this.db
          .prepare(`DELETE FROM mlflow_evaluation_dataset${part} WHERE dataset_id = ?`)
          .run(id);
    });
  }

  async search(query: EvaluationDatasetQuery): Promise<EvaluationDataset[]> {
    return this.withTags(await this.queries.all<Row>(evaluationDatasetQuery(query)));
  }

  setTags(id: string, tags: Record<string, string>): void {
    inTransaction(this.db, () => {
      this.row(id);
      this.tags.set(id, tags);
    });
  }

  /** Deletes a tag, if it exists. */
  deleteTag(id: string, key: string): void {
    this.tags.delete(id, key);
  }

  experimentIds(id: string): string[] {
    const rows = this.db
      .prepare(
        'SELECT experiment_id FROM mlflow_evaluation_dataset_experiments WHERE dataset_id = ?'
      )
      .all(id) as { experiment_id: string }[];
    return rows.map(row => row.experiment_id);
  }

  /** Adds a data set to experiments. Adding it again changes nothing. */
  addTo(id: string, experimentIds: readonly string[]): EvaluationDataset {
    return this.changed(id, () => {
      this.link(id, experimentIds);
      return true;
    });
  }

  /** Removes a data set from experiments, of those that it is in. */
  removeFrom(id: string, experimentIds: readonly string[]): EvaluationDataset {
    return this.changed(id, () => {
      const { changes } = this.db
        .prepare(
          `DELETE FROM mlflow_evaluation_dataset_experiments
           WHERE dataset_id = ? AND experiment_id IN (SELECT value FROM json_each(?))`
        )
        .run(id, JSON.stringify(experimentIds));
      return changes > 0;
    });
  }

  /**
   * Stores records, each merged into the one with the same inputs if there is one. They are written in several transactions: after a crash,
   * storing them again has the same result.
   */
  async putRecords(
    id: string,
    records: readonly GivenRecord[]
  ): Promise<{ inserted: number; updated: number }> {
    this.row(id);
    const at = this.now();
    const inserted = await mapInTurns(slicesOf(records, RECORDS_PER_TURN), part =>
      inTransaction(this.db, () => {
        this.row(id);
        return part.filter(record => this.records.put(id, record, at)).length;
      })
    );
    this.describe(id, records, at);
    const count = inserted.reduce((sum, part) => sum + part, 0);
    return { inserted: count, updated: records.length - count };
  }

  /** Deletes records, and returns how many of them there were. */
  deleteRecords(id: string, recordIds: readonly string[]): number {
    return inTransaction(this.db, () => {
      const deleted = this.records.delete(id, recordIds);
      if (deleted > 0)
        this.db
          .prepare('UPDATE mlflow_evaluation_datasets SET profile = ? WHERE dataset_id = ?')
          .run(profileOf(this.records.count(id)), id);
      return deleted;
    });
  }

  /** Updates what a data set says about its records. */
  private describe(id: string, records: readonly GivenRecord[], at: number): void {
    inTransaction(this.db, () => {
      const { name, schema } = this.row(id);
      const before = schema === null ? undefined : (JSON.parse(schema) as RecordSchema);
      const extended = extendedSchema(before, records);
      const user = records.findLast(record => record.user !== undefined)?.user;
      this.db
        .prepare(
          `UPDATE mlflow_evaluation_datasets SET schema = ?, profile = ?, digest = ?, last_update_time = ?, last_updated_by = ?
           WHERE dataset_id = ?`
        )
        .run(
          extended ? JSON.stringify(extended) : null,
          profileOf(this.records.count(id)),
          digestOf(name, at),
          at,
          user ?? null,
          id
        );
    });
  }

  private changed(id: string, change: () => boolean): EvaluationDataset {
    return inTransaction(this.db, () => {
      this.row(id);
      if (change())
        this.db
          .prepare(
            'UPDATE mlflow_evaluation_datasets SET last_update_time = ? WHERE dataset_id = ?'
          )
          .run(this.now(), id);
      return this.get(id);
    });
  }

  private link(id: string, experimentIds: readonly string[]): void {
    this.db
      .prepare(
        'INSERT OR IGNORE INTO mlflow_evaluation_dataset_experiments SELECT ?, value FROM json_each(?)'
      )
      .run(id, JSON.stringify(experimentIds));
  }

  private row(id: string): Row {
    const row = this.db
      .prepare('SELECT * FROM mlflow_evaluation_datasets WHERE dataset_id = ?')
      .get(id) as Row | undefined;
    if (!row) throw fail('EvaluationDatasetNotFound', { id });
    return row;
  }

  private withTags(rows: readonly Row[]): EvaluationDataset[] {
    const tags = this.tags.ofAll(rows.map(row => row.dataset_id));
    return rows.map(row => ({
      id: row.dataset_id,
      name: row.name,
      tags: tags.get(row.dataset_id) ?? {},
      schema: row.schema ?? undefined,
      profile: row.profile ?? undefined,
      digest: row.digest,
      createdAt: row.created_time,
      updatedAt: row.last_update_time,
      createdBy: row.created_by ?? undefined,
      updatedBy: row.last_updated_by ?? undefined
    }));
  }
}

function digestOf(name: string, at: number): string {
  return createHash('sha256').update(`${name}:${at}`).digest('hex').slice(0, 8);
}

const profileOf = (records: number) =>
  records === 0 ? null : JSON.stringify({ num_records: records });
