import type { Database } from 'libsql';

/** Runs `work` in one transaction, or inside the one that is already open: a store's method may be part of a larger one. */
export function inTransaction<T>(db: Database, work: () => T): T {
  return db.inTransaction ? work() : db.transaction(work)();
}
