import type { Database } from 'libsql';

/** A long-running operation that has ended, as its client asks after it. Time in milliseconds since 1970. */
export interface Operation {
  id: string;
  endedAt: number;
}

/** How long a client may ask after an operation. */
const KEPT = 24 * 3600 * 1000;

/** The operations that clients were told to ask after, in SQLite: a client that is answered before a crash still finds its own after it. */
export class OperationStore {
  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    db.exec(
      'CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, ended_at INTEGER NOT NULL)'
    );
  }

  /** Notes that an operation has succeeded, and forgets those that nobody asks after any more. */
  succeeded(id: string): void {
    const at = this.now();
    this.db.prepare('DELETE FROM operations WHERE ended_at < ?').run(at - KEPT);
    this.db.prepare('INSERT OR REPLACE INTO operations (id, ended_at) VALUES (?, ?)').run(id, at);
  }

  get(id: string): Operation | undefined {
    const row = this.db.prepare('SELECT * FROM operations WHERE id = ?').get(id) as
      { id: string; ended_at: number } | undefined;
    return row && { id: row.id, endedAt: row.ended_at };
  }
}
