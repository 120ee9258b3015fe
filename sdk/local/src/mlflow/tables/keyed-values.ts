import type { Database } from 'libsql';
import { groupBy } from './group-by.js';
import { RowWriter } from './row-writer.js';

/** A table of keys and string values that belong to an owner: parameters and tags of runs and of logged models. */
export class KeyedValues {
  private readonly rows: RowWriter;

  constructor(
    private readonly db: Database,
    private readonly table: string,
    private readonly owner: string
  ) {
    db.exec(`CREATE TABLE IF NOT EXISTS ${table} (
      ${owner} TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (${owner}, key)) WITHOUT ROWID`);
    this.rows = new RowWriter(
      db,
      2,
      values =>
        `INSERT INTO ${table} SELECT ?, column1, column2 FROM (${values}) WHERE TRUE
         ON CONFLICT DO UPDATE SET value = excluded.value`
    );
  }

  set(ownerId: string, values: Record<string, string>): void {
    this.rows.write([ownerId], Object.entries(values).flat());
  }

  /** Deletes a key and returns whether it existed. */
  delete(ownerId: string, key: string): boolean {
    return (
      this.db
        .prepare(`DELETE FROM ${this.table} WHERE ${this.owner} = ? AND key = ?`)
        .run(ownerId, key).changes > 0
    );
  }

  /** Returns the values of one owner. */
  of(ownerId: string): Record<string, string> {
    return this.ofAll([ownerId]).get(ownerId) ?? {};
  }

  /** Returns the values of several owners with one query. */
  ofAll(ownerIds: readonly string[]): Map<string, Record<string, string>> {
    const rows = this.db
      .prepare(
        `SELECT ${this.owner} AS owner, key, value FROM ${this.table}
         WHERE ${this.owner} IN (SELECT value FROM json_each(?)) ORDER BY key`
      )
      .all(JSON.stringify(ownerIds)) as { owner: string; key: string; value: string }[];
    const byOwner = groupBy(rows, row => row.owner);
    return new Map(
      [...byOwner].map(([id, own]) => [
        id,
        Object.fromEntries(own.map(row => [row.key, row.value]))
      ])
    );
  }
}
