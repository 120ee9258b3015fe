import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  open,
  readdir,
  rename,
  stat,
  type FileHandle
} from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretTexts } from './secret-texts.js';

/** Bytes of a file that are masked at a time, or twice those of a longer secret. */
const PIECE_BYTES = 256 * 1024;

/** Yields the files at and below a path, and follows no link. */
export async function* filesBelow(path: string): AsyncGenerator<string> {
  const entry = await entryAt(path);
  if (entry?.isFile()) yield path;
  if (!entry?.isDirectory()) return;
  await requireMode(path, entry, 0o700);
  for (const name of await readdir(path)) yield* filesBelow(join(path, name));
}

/**
 * Masks secrets in a file that nobody writes, piece by piece; each overlaps the one before by the longest secret. A file with another name,
 * which may be data of the user, is replaced by a masked copy, which is made in the folder `spare`.
 */
export async function maskFile(path: string, secrets: SecretTexts, spare: string): Promise<void> {
  const piece = Math.max(PIECE_BYTES, 2 * secrets.reach);
  await requireMode(path, await stat(path), 0o400);
  let file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  let isWritable = false;
  try {
    const { size } = await file.stat();
    for (let start = 0; start < size; start += piece - secrets.reach) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(piece), 0, piece, start);
      const bytes = buffer.subarray(0, bytesRead);
      if (!secrets.mask(bytes, start + bytesRead >= size)) continue;
      if (!isWritable) {
        await file.close();
        file = await openToWrite(path, spare);
        isWritable = true;
      }
      await file.write(bytes, 0, bytesRead, start);
    }
  } finally {
    await file.close();
  }
}

async function openToWrite(path: string, spare: string): Promise<FileHandle> {
  const entry = await stat(path);
  await requireMode(path, entry, 0o600);
  if (entry.nlink > 1) {
    const copy = join(spare, randomUUID());
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    await rename(copy, path);
  }
  return open(path, constants.O_RDWR | constants.O_NOFOLLOW);
}

/** A job may have taken rights from its own files; it may have copied them from files that are read-only, too. */
async function requireMode(path: string, { mode }: Stats, needed: number): Promise<void> {
  if ((mode & needed) !== needed) await chmod(path, (mode & 0o777) | needed);
}

async function entryAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
