import { closeSync, openSync, readSync } from 'node:fs';
import type { Database } from 'libsql';

/** `PRAGMA application_id` of a database that a server has open; it is 0 otherwise. */
const OPEN_MARK = 0x43_61_72_72;

/** Where the file format of SQLite keeps the application id: https://sqlite.org/fileformat2.html. */
const MARK_OFFSET = 68;

/**
 * Marks the database file as one whose log may contain changes. The mark is in the file itself, so that a copy of the file alone has it
 * too. It remains until `clearOpenMark`: a checkpoint while the server works is followed by further changes.
 */
export function markOpen(db: Database): void {
  // The checkpoint writes the mark into the file, where it does not depend on the log.
  db.exec(`PRAGMA application_id = ${OPEN_MARK}; PRAGMA wal_checkpoint(TRUNCATE)`);
}

/** Removes the mark. A checkpoint must follow in a database with a log. */
export function clearOpenMark(db: Database): void {
  db.exec('PRAGMA application_id = 0');
}

/** Reads the mark from the database file, without its log. */
export function isMarkedOpen(path: string): boolean {
  const bytes = Buffer.alloc(4);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  try {
    return (
      readSync(file, bytes, 0, bytes.length, MARK_OFFSET) === bytes.length &&
      bytes.readUInt32BE() === OPEN_MARK
    );
  } finally {
    closeSync(file);
  }
}
