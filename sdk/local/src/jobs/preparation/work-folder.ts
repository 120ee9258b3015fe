import { constants, existsSync, type Stats } from 'node:fs';
import { cp, lstat, mkdir, readdir, realpath, rename, rm, rmdir, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { staysInside } from '../../blobs/confined-path.js';

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
  if (code && existsSync(code)) await copyCode(code, work);
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

/**
 * Copies the code, so that nothing in the working folder refers to a file of the registered version, which a job could change: neither a
 * hard link nor a symbolic link. A symbolic link refers to the copy of its target; one to outside the code, or to nothing, is left
 * out, because it would let a job's code refer to any file of the server.
 */
async function copyCode(code: string, work: string): Promise<void> {
  const links: string[] = [];
  await cp(code, work, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async source => {
      if (!(await lstat(source)).isSymbolicLink()) return true;
      if (staysInside(code, source)) links.push(source);
      return false;
    }
  });
  for (const link of links) {
    const [from, to] = await Promise.all([realpath(dirname(link)), realpath(link)]);
    await symlink(relative(from, to) || '.', join(work, relative(code, link)));
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
