import { ftruncateSync, openSync, closeSync, fsyncSync } from 'node:fs';
import Database from 'libsql';
import { isDatabaseBusy } from './busy.js';
import { fail } from './errors.js';
import { keepStatements } from './kept-statements.js';
import { clearOpenMark } from './open-mark.js';

/** The version of the tables. It increases with a change after which an older server would misread or harm the data. */
export const SCHEMA_VERSION = 1;

/**
 * Opens the database file. Write-ahead logging keeps acknowledged changes when the process dies. When the machine loses power, the
 * changes since the last checkpoint can be lost, at most those of the last seconds (see `checkpoints.ts`), and the database stays
 * consistent. `synchronous = FULL` would keep them too, but each commit would wait for the disk: 0.4 ms instead of 0.03 on a quiet
 * one, and as long as everything that jobs are writing on a busy one, during which the server could answer nobody.
 *
 * @param check is called before anything is changed, and throws if the database must not be used
 * @throws CarryError `DatabaseNewer`
 */
export function openDatabase(
  path: string,
  check: (db: Database.Database) => void = () => undefined
): Database.Database {
  const db = keepStatements(new Database(path));
  try {
    return configure(db, path, check);
  } catch (error) {
    db.close();
    throw error;
  }
}

function configure(
  db: Database.Database,
  path: string,
  check: (db: Database.Database) => void
): Database.Database {
  const found = versionOf(db);
  if (found > SCHEMA_VERSION) throw fail('DatabaseNewer', { path, found, known: SCHEMA_VERSION });
  check(db);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  // 16 MB, four times SQLite's default: a client that logs many metrics waits for the disk a quarter as often.
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  if (found < SCHEMA_VERSION) db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  return db;
}

function versionOf(db: Database.Database): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

/** Copies the log into the database file and empties it, so that the file alone is the whole database, then closes the database. */
export function closeDatabase(db: Database.Database): void {
  clearOpenMark(db);
  // `close` alone does not: SQLite keeps the connection while there are prepared statements.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/**
 * Locks the home until the process ends; the kernel then releases the lock. Returns undefined when another server holds the lock.
 */
export function lockHome(path: string): Database.Database | undefined {
  return tryLock(path, () => {
    // The file has no content that matters, and is not locked. It stays the same file, which another process may open meanwhile.
    empty(path);
    return tryLock(path, error => {
      throw error;
    });
  });
}

function tryLock(
  path: string,
  onDamaged: (error: unknown) => Database.Database | undefined
): Database.Database | undefined {
  const db = new Database(path);
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (isDatabaseBusy(error)) return undefined;
    if (isDatabaseDamaged(error)) return onDamaged(error);
    throw error;
  }
}

function empty(path: string): void {
  const file = openSync(path, 'r+');
  ftruncateSync(file);
  fsyncSync(file);
  closeSync(file);
}

/** True when SQLite reports that the content of a file is not a sound database. */
export function isDatabaseDamaged(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^SQLITE_(NOTADB|CORRUPT)/.test(code);
}
