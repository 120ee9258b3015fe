import { rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'libsql';
import { isDatabaseDamaged, openDatabase } from './database.js';
import { fail } from './errors.js';
import { readLog, type LogState } from './write-ahead-log.js';

/**
 * Largest database whose every page is checked when the server starts: `quick_check` takes 2.4 ms for a MB (1.3 s for 561 MB). SQLite
 * itself notices a larger one that is cut; `carry doctor` checks all of it.
 */
const CHECKED_BYTES = 64 << 20;

/** The size of a database's smallest page. SQLite takes a smaller file for a new database. */
const SMALLEST_BYTES = 512;

/**
 * Opens the database of a home, and refuses one that is lost, damaged or newer: SQLite would silently replace a lost database by an
 * empty one, and lose the end of a damaged log. `signOfUse` is a file that shows that there was a database before.
 *
 * @throws CarryError `DatabaseLost`, `DatabaseDamaged`, `DatabaseLogCut`, `DatabaseLogMissing` or `DatabaseNewer`
 */
export function openState(path: string, signOfUse: string | undefined): Database {
  const home = dirname(path);
  const before = statSync(path, { throwIfNoEntry: false });
  const refuseLost = (is: 'missing' | 'empty' | 'cut', sign: string) =>
    fail('DatabaseLost', { path, home, is, sign });
  requireLog(path);
  if (!before || before.size < SMALLEST_BYTES) {
    const sign = signOfUse ?? (hasContent(`${path}-wal`) ? `${path}-wal` : undefined);
    if (sign) throw refuseLost(!before ? 'missing' : before.size === 0 ? 'empty' : 'cut', sign);
  }
  return refuseDamaged(path, () =>
    openDatabase(path, db => {
      if ((before?.size ?? 0) <= CHECKED_BYTES) requireSound(path, db);
      if (signOfUse && !hasTables(db)) throw refuseLost('empty', signOfUse);
    })
  );
}

/** Throws DatabaseLogCut or DatabaseLogMissing, and empties a damaged log when the database has everything that was in it. */
function requireLog(path: string): void {
  const { state } = readLog(path);
  const lost = lostLog(path, state);
  if (lost) throw lost;
  if (state === 'merged') emptyLog(path);
}

/** The error for a log of which changes are lost, or may be; undefined for another. */
export function lostLog(path: string, state: LogState): Error | undefined {
  const log = `${path}-wal`;
  if (state === 'cut') return fail('DatabaseLogCut', { path: log });
  return state === 'missing' ? fail('DatabaseLogMissing', { path, log }) : undefined;
}

/** Gives up what is in the log. An empty log is left: it says that nothing else is missing. */
export function emptyLog(path: string): void {
  writeFileSync(`${path}-wal`, '', { mode: 0o600 });
  rmSync(`${path}-shm`, { force: true });
}

/** Reads every page. Throws DatabaseDamaged. */
export function requireSound(path: string, db: Database): void {
  const reason = refuseDamaged(path, () => faultOf(db));
  if (reason !== undefined) throw fail('DatabaseDamaged', { path, home: dirname(path), reason });
}

/** Turns SQLite's errors about damage into DatabaseDamaged. */
function refuseDamaged<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isDatabaseDamaged(cause)) throw cause;
    const reason = (cause as Error).message;
    throw fail('DatabaseDamaged', { path, home: dirname(path), reason }, { cause });
  }
}

/** Returns the first fault or undefined. */
function faultOf(db: Database): string | undefined {
  const [first] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  const text = first?.quick_check ?? 'no result of quick_check';
  return text === 'ok' ? undefined : text.replace(/^\*\*\* in database main \*\*\*\s*/, '');
}

function hasTables(db: Database): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}

function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
