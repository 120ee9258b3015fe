import type { Database } from 'libsql';

/** Runs `work` in a transaction, or in the one that is already open, so that methods of stores can be combined. */
export function inTransaction<T>(db: Database, work: () => T): T {
  const isOpen = () => db.inTransaction;
  if (isOpen()) return work();
  db.exec('BEGIN');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite itself ends the transaction when the disk is full.
    if (isOpen()) db.exec('ROLLBACK');
    throw error;
  }
}
