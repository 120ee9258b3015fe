import type { Database } from 'libsql';

/** A long-running operation that has ended, which its client polls. Time in milliseconds since 1970. */
export interface Operation {
  id: string;
  endedAt: number;
}

/** How long a client may poll an operation. */
const RETENTION_MS = 24 * 3600 * 1000;

/** Stores the operations that clients poll in SQLite, so that a client still finds its operation after a crash of the server. */
export class OperationStore {
  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    db.exec(
      'CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, ended_at INTEGER NOT NULL)'
    );
  }

  /** Stores a succeeded operation, and deletes expired ones. */
  succeeded(id: string): void {
    const at = this.now();
    this.db.prepare('DELETE FROM operations WHERE ended_at < ?').run(at - RETENTION_MS);
    this.db.prepare('INSERT OR REPLACE INTO operations (id, ended_at) VALUES (?, ?)').run(id, at);
  }

  get(id: string): Operation | undefined {
    const row = this.db.prepare('SELECT * FROM operations WHERE id = ?').get(id) as
      { id: string; ended_at: number } | undefined;
    return row && { id: row.id, endedAt: row.ended_at };
  }
}
