import type { Database, Statement } from 'libsql';

/** What libsql binds. A NaN is bound as NULL. */
type Value = string | number | null;

/** Rows in one statement: whatever the number of rows, few statements write them, and few different ones stay prepared. */
const sizes = [250, 50, 10, 1] as const;

/**
 * Writes rows many at a time, since the way into SQLite costs more than a row: `sql` is given `VALUES` with a number of rows, to be
 * selected from as `column1`, `column2` and so on.
 */
export class RowWriter {
  private readonly prepared = new Map<number, Statement>();

  constructor(
    private readonly db: Database,
    private readonly columns: number,
    private readonly sql: (values: string) => string
  ) {}

  /** `fixed` are the values of the statement's own parameters in front of the rows; `rows` holds the cells of all rows in a row. */
  write(fixed: readonly Value[], rows: readonly Value[]): void {
    for (let at = 0; at < rows.length;) {
      const left = (rows.length - at) / this.columns;
      const size = sizes.find(rowsAtOnce => rowsAtOnce <= left) ?? 1;
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
