import { existsSync, mkdtempSync, renameSync, rmSync, linkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import Database from 'libsql';
import { isCarryError } from 'carry-ml/errors';
import { archiveBlobStates } from '../blobs/blob-records.js';
import type { Home } from '../home.js';
import { readSecret } from '../identity/secret.js';
import { lockHome, SCHEMA_VERSION } from '../store/database.js';
import { clearOpenMark } from '../store/open-mark.js';
import { openState } from '../store/state.js';
import { ArchiveWriter } from './archive.js';
import { BlobArchive } from './blob-archive.js';
import { fail } from './errors.js';

/** The first entry of a backup. */
export interface Manifest {
  /** The version of this layout. */
  format: number;
  /** ISO 8601. */
  createdAt: string;
  schema: number;
}

/** The last entry of a backup: without it the file is cut. */
export interface Summary {
  blobs: number;
}

export const BACKUP_FORMAT = 1;
export const MANIFEST = 'carry-backup.json';
export const SUMMARY = 'carry-backup-end.json';

/** What a backup contains. */
export interface Backup {
  file: string;
  bytes: number;
  blobs: number;
  /** Paths of links and special files that are not in it. */
  leftOut: string[];
}

/**
 * Writes the whole state of a home into a tar archive, also while its server works. The file appears when it is complete.
 *
 * The blobs are archived first, then the database is copied in one transaction, then the blobs that changed meanwhile are archived. So
 * the content of every blob that the copy names is there, also of one that is deleted during the backup, unless it was created during it
 * too: such a blob counts as deleted before (see `restoreBlobStates`).
 *
 * @throws CarryError `BackupExists`, `NothingToBackUp`, `BackupNotWritten`, or an error about a file of the home
 */
export async function backup(home: Home, target: string): Promise<Backup> {
  const file = resolve(target);
  if (existsSync(file)) throw fail('BackupExists', { file });
  if (!existsSync(home.database) && !home.signOfUse)
    throw fail('NothingToBackUp', { home: home.root });
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(dirname(file), '.carry-backup-'));
    return await write(home, file, folder);
  } catch (cause) {
    if (isCarryError(cause)) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw fail('BackupExists', { file }, { cause });
    throw fail('BackupNotWritten', { file, reason: code ?? message }, { cause });
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

async function write(home: Home, file: string, folder: string): Promise<Backup> {
  const db = openForReading(home);
  const draft = join(folder, 'draft.tar');
  const archive = new ArchiveWriter(draft);
  try {
    const manifest: Manifest = {
      format: BACKUP_FORMAT,
      createdAt: new Date().toISOString(),
      schema: SCHEMA_VERSION
    };
    await archive.addText(MANIFEST, JSON.stringify(manifest));
    const blobs = new BlobArchive(archive, home.blobs);
    await blobs.pass();
    const copy = join(folder, 'state.db');
    db.prepare('VACUUM INTO ?').run(copy);
    await blobs.pass();
    archiveStates(copy, blobs);
    await archive.addFile('state.db', copy);
    readSecret(home.secret);
    await archive.addFile('secret', home.secret);
    if (existsSync(home.settings)) await archive.addFile('settings.json', home.settings);
    const summary: Summary = { blobs: blobs.added.size };
    await archive.addText(SUMMARY, JSON.stringify(summary));
    const bytes = await archive.end();
    publish(draft, file);
    await sync(dirname(file));
    return { file, bytes, blobs: blobs.added.size, leftOut: [...blobs.leftOut] };
  } finally {
    db.close();
    await archive.abandon();
  }
}

/** Opens the database beside a running server, or checks it as a server would. */
function openForReading(home: Home): Database.Database {
  const lock = lockHome(home.create().lock);
  if (!lock) return new Database(home.database);
  try {
    const db = openState(home.database, home.signOfUse);
    // The log of a server that was killed disappears when this connection is closed.
    clearOpenMark(db);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return db;
  } finally {
    lock.close();
  }
}

function archiveStates(copy: string, { added }: BlobArchive): void {
  const db = new Database(copy);
  try {
    clearOpenMark(db);
    archiveBlobStates(db, (container, name) => added.get(`blobs/${container}/${name}`));
  } finally {
    db.close();
  }
}

/** Gives the complete file its name, unless another file has taken it meanwhile. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    // A file system without hard links.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    renameSync(draft, file);
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
