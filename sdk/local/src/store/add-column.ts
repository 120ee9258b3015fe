import type { Database } from 'libsql';

/** Gives a table of an earlier version a column that it did not have: a home outlives the version that made it. */
export function addColumn(db: Database, table: string, column: string, type: string): void {
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).all(table) as {
    name: string;
  }[];
  if (!columns.some(({ name }) => name === column))
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}
