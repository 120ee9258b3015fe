import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { isCarryError } from 'carry-ml/errors';
import { datastores } from '../data/default-datastores.js';
import type { Home } from '../home.js';
import { createSecret, readSecret } from '../identity/secret.js';
import { requireBlobs } from '../open-home.js';
import { loadSettings } from '../settings/settings.js';
import { closeDatabase, lockHome } from '../store/database.js';
import { hasSealedTexts } from '../store/sealed-texts.js';
import { emptyLog, lostLog, openState, requireSound } from '../store/state.js';
import { readLog } from '../store/write-ahead-log.js';
import { areUsable, ensureCertificates } from '../tls/authority.js';
import { fail } from './errors.js';

/** The result of one check. */
export interface Check {
  name: string;
  state: 'ok' | 'problem' | 'fixed' | 'skipped';
  /** What is wrong and what to do, or what was done. */
  message?: string;
}

/**
 * Checks a home. With `fix`, mends what can be mended without a loss: a file that is replaced is kept under another name.
 *
 * @throws CarryError `RunsWhileFixing`
 */
export async function doctor(home: Home, { fix = false } = {}): Promise<Check[]> {
  if (!existsSync(home.root))
    return [{ name: 'folder', state: 'skipped', message: `${home.root} does not exist yet.` }];
  const checks: Check[] = [];
  const run = async (
    name: string,
    work: () => Promise<string | undefined> | string | undefined
  ) => {
    try {
      const fixed = await work();
      checks.push(fixed ? { name, state: 'fixed', message: fixed } : { name, state: 'ok' });
      return true;
    } catch (error) {
      if (!isCarryError(error) || error.code === 'RunsWhileFixing') throw error;
      checks.push({ name, state: 'problem', message: error.message });
      return false;
    }
  };
  if (!(await run('folder', () => void home.create()))) return checks;
  await run('settings', () => void loadSettings(home.settings, process.env));
  const lock = lockHome(home.lock);
  if (!lock) {
    if (fix) throw fail('RunsWhileFixing', undefined);
    await run('database', () => checkBeside(home));
    return checks;
  }
  try {
    await run('last changes', () => checkLog(home, fix));
    const opened: { db?: Database.Database } = {};
    await run('database', () => {
      if (existsSync(home.database) || home.signOfUse) opened.db = openWhole(home);
      return undefined;
    });
    const { db } = opened;
    if (!db) checks.push(...['blobs', 'secret'].map(name => ({ name, state: 'skipped' as const })));
    else
      try {
        await run('blobs', () => checkBlobs(home, db, fix));
        await run('secret', () => checkSecret(home, db, fix));
      } finally {
        closeDatabase(db);
      }
    await run('certificates', () => checkCertificates(home, fix));
    return checks;
  } finally {
    lock.close();
  }
}

/** Reads every page while the server works. */
function checkBeside(home: Home): undefined {
  const db = new Database(home.database);
  try {
    requireSound(home.database, db);
  } finally {
    db.close();
  }
}

function openWhole(home: Home): Database.Database {
  const db = openState(home.database, home.signOfUse);
  try {
    requireSound(home.database, db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The committed changes that are not in the database file yet. */
function checkLog(home: Home, fix: boolean): string | undefined {
  const path = home.database;
  const { state, isReadable } = readLog(path);
  const lost = lostLog(path, state);
  if (!lost) return undefined;
  if (!fix) throw lost;
  const kept = keepAside(`${path}-wal`, copyFileSync);
  if (isReadable) rmSync(`${path}-shm`, { force: true });
  else emptyLog(path);
  if (state === 'missing')
    return 'The workspace goes on with what the database contains: all changes, if another program has merged the log.';
  return `The lost changes are given up${kept ? `; the damaged log is kept as ${kept}` : ''}.`;
}

function checkBlobs(home: Home, db: Database.Database, fix: boolean): string | undefined {
  try {
    requireBlobs(home, db);
    return undefined;
  } catch (error) {
    if (!fix) throw error;
    for (const { container } of Object.values(datastores))
      mkdirSync(join(home.blobs, container), { recursive: true, mode: 0o700 });
    return `The lost content is given up: ${home.blobs} has empty containers now.`;
  }
}

function checkSecret(home: Home, db: Database.Database, fix: boolean): string | undefined {
  try {
    // Without stored secrets, the next start creates a missing one.
    if (existsSync(home.secret) || hasSealedTexts(db)) readSecret(home.secret);
    return undefined;
  } catch (error) {
    const isLost =
      isCarryError(error) && (error.code === 'SecretDamaged' || error.code === 'SecretMissing');
    if (!fix || !isLost) throw error;
    const kept = keepAside(home.secret, renameSync);
    createSecret(home.secret);
    return `A new secret is created${kept ? `; the damaged one is kept as ${kept}` : ''}. Sign in again, and enter the secrets of datastores and connections again.`;
  }
}

/** Certificates are issued again by the next start in any case. */
async function checkCertificates(home: Home, fix: boolean): Promise<string | undefined> {
  if (areUsable(home.tls) || !existsSync(home.database)) return undefined;
  if (!fix) throw fail('CertificatesUnusable', { folder: home.tls });
  await ensureCertificates(home.tls);
  return 'The certificates are issued again.';
}

/** Keeps a file under another name, which it returns; undefined when there is no file. */
function keepAside(path: string, keep: (from: string, to: string) => void): string | undefined {
  if (!existsSync(path)) return undefined;
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '')}`;
  keep(path, aside);
  return aside;
}
