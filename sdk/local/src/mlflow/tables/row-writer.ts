import type { Database, Statement } from 'libsql';

/** A value that libsql binds. NaN is bound as NULL. */
type Value = string | number | null;

/** Numbers of rows per statement. Any number of rows is written with few statements, and only these few are prepared. */
const ROWS_PER_STATEMENT = [250, 50, 10, 1] as const;

/**
 * Writes many rows per statement, because a call into SQLite costs more than a row. `sql` receives a `VALUES` clause, from which it
 * selects `column1`, `column2` and so on.
 */
export class RowWriter {
  private readonly prepared = new Map<number, Statement>();

  constructor(
    private readonly db: Database,
    private readonly columns: number,
    private readonly sql: (values: string) => string
  ) {}

  /**
   * Writes rows.
   *
   * @param fixed - The values of the statement's own parameters, which come before those of the rows.
   * @param rows - The cells of all rows, flattened.
   */
  write(fixed: readonly Value[], rows: readonly Value[]): void {
    for (let at = 0; at < rows.length;) {
      const left = (rows.length - at) / this.columns;
      const size = ROWS_PER_STATEMENT.find(rowsAtOnce => rowsAtOnce <= left) ?? 1;
      const end = at + size * this.columns;
      this.statement(size).run([...fixed, ...rows.slice(at, end)]);
      at = end;
    }
  }

  private statement(size: number): Statement {
    const known = this.prepared.get(size) ?? this.db.prepare(this.sql(this.values(size)));
    this.prepared.set(size, known);
    return known;
  }

  private values(size: number): string {
    const row = `(${Array(this.columns).fill('?').join(', ')})`;
    return `VALUES ${Array(size).fill(row).join(', ')}`;
  }
}
