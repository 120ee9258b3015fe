import Database from 'libsql';
import { isDatabaseBusy } from './busy.js';
import { keepStatements } from './kept-statements.js';

/** Opens the database file. Write-ahead logging keeps acknowledged changes when the process dies. */
export function openDatabase(path: string): Database.Database {
  const db = keepStatements(new Database(path));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  // 16 MB, four times SQLite's default: a client that logs many metrics waits for the disk a quarter as often.
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  return db;
}

/**
 * Locks the home until the process ends; the kernel then releases the lock. Returns undefined when another server holds the lock.
 */
export function lockHome(path: string): Database.Database | undefined {
  const db = new Database(path);
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (isDatabaseBusy(error)) return undefined;
    throw error;
  }
}
