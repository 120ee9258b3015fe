import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail } from '../errors.js';

/**
 * Creates a folder that a user chose, and the missing ones above it, one by one: on Node 20 `mkdir` with `recursive`
 * never returns where an existing folder reports ENOENT for a new one, as `/proc` does.
 *
 * @throws CarryError `FolderUnusable`, also when the folder exists and is not writable
 */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  try {
    await create(path);
    await access(path, constants.W_OK);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw fail('FolderUnusable', { folder: path, reason }, { target: path, cause });
  }
}

async function create(path: string): Promise<void> {
  try {
    await createLast(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    await create(parent);
    await createLast(path);
  }
}

/** Creates a folder in an existing one, unless it exists. */
async function createLast(path: string): Promise<void> {
  await mkdir(path).catch(async (error: unknown) => {
    const existing = await stat(path).catch(() => undefined);
    if (!existing?.isDirectory()) throw error;
  });
}
