import type { Database } from 'libsql';
import { isObject, pythonJson, type PythonObject, type PythonValue } from '../python-json.js';
import { readPythonJson } from '../read-python-json.js';
import type { GivenRecord } from './evaluation-record.js';

/** A stored record. `inputs`, `outputs`, `expectations`, `tags` and `source` are JSON; times are in milliseconds since 1970. */
export interface EvaluationRecord {
  record: number;
  record_id: string;
  dataset_id: string;
  created_time: number;
  last_update_time: number;
  created_by: string | null;
  last_updated_by: string | null;
  inputs: string;
  outputs: string | null;
  expectations: string | null;
  tags: string;
  source: string | null;
  source_id: string | null;
  source_type: string | null;
}

type Known = Pick<EvaluationRecord, 'record' | 'expectations' | 'tags'>;

/** A page ends once its records have this many bytes, so that reading and sending it holds the event loop for milliseconds. */
const BYTES_PER_PAGE = 4 * 1024 * 1024;

const table = 'mlflow_evaluation_records';

/** Stores the records of evaluation data sets. A data set has one record for the same inputs. */
export class EvaluationRecordStore {
  constructor(
    private readonly db: Database,
    private readonly newId: () => string
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS ${table} (
        record INTEGER PRIMARY KEY AUTOINCREMENT, record_id TEXT NOT NULL UNIQUE, dataset_id TEXT NOT NULL, input_hash TEXT NOT NULL,
        created_time INTEGER NOT NULL, last_update_time INTEGER NOT NULL, created_by TEXT, last_updated_by TEXT, inputs TEXT NOT NULL,
        outputs TEXT, expectations TEXT, tags TEXT NOT NULL, source TEXT, source_id TEXT, source_type TEXT,
        UNIQUE (dataset_id, input_hash));
      CREATE INDEX IF NOT EXISTS ${table}_by_dataset ON ${table} (dataset_id)`);
  }

  /** Stores a record, or merges it into the one with the same inputs. Returns whether it is new. */
  put(datasetId: string, given: GivenRecord, at: number): boolean {
    const known = this.db
      .prepare(
        `SELECT record, expectations, tags FROM ${table} WHERE dataset_id = ? AND input_hash = ?`
      )
      .get(datasetId, given.inputHash) as Known | undefined;
    if (known) this.merge(known, given, at);
    else this.insert(datasetId, given, at);
    return known === undefined;
  }

  count(datasetId: string): number {
    const { count } = this.db
      .prepare(`SELECT count(*) AS count FROM ${table} WHERE dataset_id = ?`)
      .get(datasetId) as { count: number };
    return count;
  }

  /** Returns at most `limit` records that were stored after `after`, in the order in which they were stored, and whether there are more. */
  page(
    datasetId: string,
    { after, limit }: { after: number; limit: number }
  ): { records: EvaluationRecord[]; hasMore: boolean } {
    const sizes = this.db
      .prepare(
        `SELECT record, octet_length(inputs) + octet_length(tags) + ifnull(octet_length(outputs), 0)
           + ifnull(octet_length(expectations), 0) + ifnull(octet_length(source), 0) AS size
         FROM ${table} WHERE dataset_id = ? AND record > ? ORDER BY record LIMIT ?`
      )
      .all(datasetId, after, limit + 1) as { record: number; size: number }[];
    let [count, bytes] = [0, 0];
    while (count < Math.min(sizes.length, limit) && bytes < BYTES_PER_PAGE)
      bytes += sizes[count++]?.size ?? 0;
    const records = this.db
      .prepare(
        `SELECT * FROM ${table} WHERE dataset_id = ? AND record > ? AND record <= ? ORDER BY record`
      )
      .all(datasetId, after, sizes[count - 1]?.record ?? after) as EvaluationRecord[];
    return { records, hasMore: count < sizes.length };
  }

  /** Deletes records by their ids, and returns how many there were. */
  delete(datasetId: string, recordIds: readonly string[]): number {
    return this.db
      .prepare(
        `DELETE FROM ${table} WHERE dataset_id = ? AND record_id IN (SELECT value FROM json_each(?))`
      )
      .run(datasetId, JSON.stringify(recordIds)).changes;
  }

  deleteAll(datasetId: string): void {
    this.db.prepare(`DELETE FROM ${table} WHERE dataset_id = ?`).run(datasetId);
  }

  private insert(datasetId: string, given: GivenRecord, at: number): void {
    const { source, user = null } = given;
    this.db
      .prepare(
        `INSERT INTO ${table} (record_id, dataset_id, input_hash, created_time, last_update_time, created_by, last_updated_by, inputs,
           outputs, expectations, tags, source, source_id, source_type) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
      )
      .run(
        `dr-${this.newId()}`,
        datasetId,
        given.inputHash,
        at,
        at,
        user,
        user,
        pythonJson(given.inputs),
        outputsText(given.outputs === undefined ? {} : given.outputs),
        given.expectations ? pythonJson(given.expectations) : null,
        pythonJson(given.tags ?? {}),
        source ? pythonJson({ source_type: source.type, source_data: source.data }) : null,
        source?.id ?? null,
        source?.type ?? null
      );
  }

  /** Replaces the outputs, if some were sent, and adds to the expectations and tags. */
  private merge(known: Known, given: GivenRecord, at: number): void {
    const { outputs, expectations, tags, user } = given;
    this.db
      .prepare(
        `UPDATE ${table} SET last_update_time = ?, last_updated_by = ifnull(?, last_updated_by), expectations = ?, tags = ?,
           outputs = CASE WHEN ? THEN ? ELSE outputs END WHERE record = ?`
      )
      .run(
        at,
        user ?? null,
        merged(known.expectations, expectations),
        merged(known.tags, tags),
        outputs === undefined ? 0 : 1,
        outputs === undefined ? null : outputsText(outputs),
        known.record
      );
  }
}

const outputsText = (outputs: PythonValue) => (outputs === null ? null : pythonJson(outputs));

function merged(before: string | null, added: PythonObject | undefined): string | null {
  if (!added || Object.keys(added).length === 0) return before;
  const known = before === null ? {} : readPythonJson(before, 'records');
  return pythonJson({ ...(isObject(known) && known), ...added });
}
