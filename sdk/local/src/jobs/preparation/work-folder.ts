import { existsSync, type Stats } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { copyTree } from '../../blobs/copy-tree.js';

/** Folders of the working folder that Azure ML uploads by convention. */
const uploaded = ['outputs', 'logs'];

/**
 * Creates the working folder of a job: a copy of its code, with `outputs` and `logs` linked to the run's artifacts, so that clients can
 * read its files while it runs.
 */
export async function createWorkFolder(
  code: string | undefined,
  work: string,
  artifacts: string
): Promise<void> {
  await mkdir(work, { recursive: true, mode: 0o700 });
  if (code && existsSync(code)) await copyTree(code, work);
  for (const name of uploaded) {
    const target = join(artifacts, name);
    const link = join(work, name);
    await mkdir(target, { recursive: true, mode: 0o700 });
    const entry = await entryOf(link);
    if (entry?.isSymbolicLink()) await rm(link);
    else if (entry) {
      for (const child of await readdir(link)) await rename(join(link, child), join(target, child));
      await rmdir(link);
    }
    await symlink(target, link);
  }
}

async function entryOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
