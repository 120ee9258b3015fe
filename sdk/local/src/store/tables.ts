import type { Database } from 'libsql';

/** True when the database has the table and a row of it that meets the condition. Works before the stores have created their tables. */
export function hasRows(db: Database, table: string, condition = 'TRUE'): boolean {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  return (
    exists.get(table) !== undefined &&
    db.prepare(`SELECT 1 FROM ${table} WHERE ${condition} LIMIT 1`).get() !== undefined
  );
}
