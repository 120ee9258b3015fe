import type { Database } from 'libsql';

/** A named resource as its client gave it. Times in milliseconds since 1970. */
export interface StoredDocument<P> {
  name: string;
  properties: P;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
}

interface Row {
  name: string;
  properties: string;
  created_at: number;
  modified_at: number;
  created_by: string;
}

/** Named resources without versions (datastores, computes, connections) in SQLite, one kind an instance. */
export class DocumentStore<P> {
  constructor(
    private readonly db: Database,
    private readonly kind: string,
    private readonly now: () => number
  ) {
    db.exec(`CREATE TABLE IF NOT EXISTS documents (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, properties TEXT NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, created_by TEXT NOT NULL, UNIQUE (kind, name))`);
  }

  get(name: string): StoredDocument<P> | undefined {
    const row = this.db
      .prepare('SELECT * FROM documents WHERE kind = ? AND name = ?')
      .get(this.kind, name) as Row | undefined;
    return row && toDocument<P>(row);
  }

  /** All of the kind, oldest first. */
  list(): StoredDocument<P>[] {
    const rows = this.db
      .prepare('SELECT * FROM documents WHERE kind = ? ORDER BY seq')
      .all(this.kind) as Row[];
    return rows.map(row => toDocument<P>(row));
  }

  /** Creates the document or replaces its properties; who created it and when stays. */
  put(name: string, properties: P, by: string): StoredDocument<P> {
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO documents (kind, name, properties, created_at, modified_at, created_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, name) DO UPDATE SET properties = excluded.properties, modified_at = excluded.modified_at`
      )
      .run(this.kind, name, JSON.stringify(properties), at, at, by);
    return this.get(name) as StoredDocument<P>;
  }

  delete(name: string): boolean {
    return (
      this.db.prepare('DELETE FROM documents WHERE kind = ? AND name = ?').run(this.kind, name)
        .changes > 0
    );
  }
}

function toDocument<P>(row: Row): StoredDocument<P> {
  return {
    name: row.name,
    properties: JSON.parse(row.properties) as P,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    createdBy: row.created_by
  };
}
