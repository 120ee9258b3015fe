import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isCarryError } from 'carry-ml/errors';
import { extract } from 'tar';
import { restoreBlobStates } from '../blobs/blob-records.js';
import type { Home } from '../home.js';
import { readSecret } from '../identity/secret.js';
import { fail as serviceFail } from '../service-errors.js';
import { closeDatabase, lockHome } from '../store/database.js';
import { forgetProcesses } from '../store/forget-processes.js';
import { openState } from '../store/state.js';
import { BACKUP_FORMAT, MANIFEST, SUMMARY, type Manifest, type Summary } from './backup.js';
import { fail } from './errors.js';

const STAGING_PREFIX = '.restore-';

/** What was restored. */
export interface Restored {
  home: string;
  blobs: number;
  /** When the backup was made, ISO 8601. */
  createdAt: string;
}

/**
 * Restores a backup into an empty home. Everything is extracted and checked before the first file has its place.
 *
 * @throws CarryError `BackupMissing`, `BackupDamaged`, `HomeNotEmpty`, `HomeInUse`, or an error about a file of the backup
 */
export function restore(home: Home, source: string): Restored {
  const file = resolve(source);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw fail('BackupMissing', { file });
  const lock = lockHome(home.create().lock);
  if (!lock) throw serviceFail('HomeInUse', { home: home.root });
  try {
    const sign = signOfState(home);
    if (sign) throw fail('HomeNotEmpty', { home: home.root, sign });
    // An earlier restore was interrupted.
    for (const name of readdirSync(home.root))
      if (name.startsWith(STAGING_PREFIX)) rmSync(join(home.root, name), { recursive: true });
    const staging = mkdtempSync(join(home.root, STAGING_PREFIX));
    try {
      unpack(file, staging);
      const { manifest, summary } = check(file, staging);
      moveIn(home, staging);
      return { home: home.root, blobs: summary.blobs, createdAt: manifest.createdAt };
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  } finally {
    lock.close();
  }
}

/** The first file that a restore would replace. */
function signOfState(home: Home): string | undefined {
  return home.signOfUse ?? [home.database, home.settings].find(path => existsSync(path));
}

function unpack(file: string, staging: string): void {
  const isPart = /^(carry-backup(-end)?\.json|state\.db|secret|settings\.json|blobs(\/.*)?)$/;
  try {
    // Synchronous, so that after an error nothing is still being written into a folder that is removed.
    extract({ file, cwd: staging, strict: true, sync: true, filter: path => isPart.test(path) });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code && ['ENOSPC', 'EACCES', 'EDQUOT', 'EIO'].includes(code)) throw cause;
    throw fail('BackupDamaged', { file, reason: message }, { cause });
  }
}

/** Checks every part of the extracted backup, and adapts its database to the new place. */
function check(file: string, staging: string): { manifest: Manifest; summary: Summary } {
  const manifest = readPart(file, staging, MANIFEST) as Manifest;
  const summary = readPart(file, staging, SUMMARY) as Summary;
  if (manifest.format !== BACKUP_FORMAT)
    throw fail('BackupDamaged', {
      file,
      reason: `its format is ${manifest.format}, and this version reads ${BACKUP_FORMAT}`
    });
  const database = join(staging, 'state.db');
  const secret = join(staging, 'secret');
  for (const path of [database, secret])
    if (!existsSync(path)) throw fail('BackupDamaged', { file, reason: `${path} is missing` });
  try {
    readSecret(secret);
    const db = openState(database, secret);
    try {
      restoreBlobStates(db, (container, name) =>
        statSync(join(staging, 'blobs', container, name), { throwIfNoEntry: false })
      );
      // The jobs of the home that was backed up may still run on this machine; they are not this home's to end.
      forgetProcesses(db);
    } finally {
      closeDatabase(db);
    }
  } catch (cause) {
    if (!isCarryError(cause) || cause.code === 'DatabaseNewer') throw cause;
    throw fail('BackupDamaged', { file, reason: cause.message }, { cause });
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
  return { manifest, summary };
}

function readPart(file: string, staging: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(staging, name), 'utf8'));
  } catch (cause) {
    throw fail('BackupDamaged', { file, reason: `it has no ${name}` }, { cause });
  }
}

/** Moves the parts to their places, the database last: without it, a server refuses the home. */
function moveIn(home: Home, staging: string): void {
  const blobs = join(staging, 'blobs');
  if (existsSync(blobs)) {
    rmSync(home.blobs, { recursive: true });
    renameSync(blobs, home.blobs);
  }
  const settings = join(staging, 'settings.json');
  if (existsSync(settings)) renameSync(settings, home.settings);
  renameSync(join(staging, 'secret'), home.secret);
  renameSync(join(staging, 'state.db'), home.database);
}
