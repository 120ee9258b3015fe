import type { Database } from 'libsql';

/** Runs `work` in one transaction, or inside the one that is already open: a store's method may be part of a larger one. */
export function inTransaction<T>(db: Database, work: () => T): T {
  const isOpen = () => db.inTransaction;
  if (isOpen()) return work();
  db.exec('BEGIN');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite itself ends a transaction that a full disk has stopped.
    if (isOpen()) db.exec('ROLLBACK');
    throw error;
  }
}
