import type { Database } from 'libsql';
import { KeyedValues } from '../tables/keyed-values.js';

/** An error that a program has reported for its run. */
export interface RunError {
  code: string;
  message: string;
}

/** Stores the fields of a run that Azure's run history has and MLflow has not: properties, and a reported error. */
export class RunNotes {
  private readonly properties: KeyedValues;

  constructor(private readonly db: Database) {
    this.properties = new KeyedValues(db, 'run_properties', 'run_id');
    db.exec(`CREATE TABLE IF NOT EXISTS run_errors (
      run_id TEXT PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL) WITHOUT ROWID`);
  }

  propertiesOf(run: string): Record<string, string> {
    return this.properties.of(run);
  }

  addProperties(run: string, properties: Record<string, string>): void {
    this.properties.set(run, properties);
  }

  errorOf(run: string): RunError | undefined {
    return this.db.prepare('SELECT code, message FROM run_errors WHERE run_id = ?').get(run) as
      RunError | undefined;
  }

  /** Stores the error of a run, in place of an earlier one. */
  setError(run: string, { code, message }: RunError): void {
    this.db.prepare('INSERT OR REPLACE INTO run_errors VALUES (?, ?, ?)').run(run, code, message);
  }

  erase(run: string): void {
    for (const table of ['run_properties', 'run_errors'])
      this.db.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(run);
  }
}
