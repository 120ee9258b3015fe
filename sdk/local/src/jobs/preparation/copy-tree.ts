import { constants } from 'node:fs';
import { chmod, cp, lstat, readdir, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { staysInside } from '../../blobs/confined-path.js';

/**
 * Copies a folder, so that nothing in the copy refers to a file of the original, which a job could change: neither a hard link nor a
 * symbolic link. A symbolic link refers to the copy of its target; one to outside the folder, or to nothing, is left out, because it
 * would let a job refer to any file of the server.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const links: string[] = [];
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async source => {
      if (!(await lstat(source)).isSymbolicLink()) return true;
      if (staysInside(from, source)) links.push(source);
      return false;
    }
  });
  for (const link of links) {
    const [here, target] = await Promise.all([realpath(dirname(link)), realpath(link)]);
    await symlink(relative(here, target) || '.', join(to, relative(from, link)));
  }
}

/** Whether the files at a path have at most `limit` bytes together. Stops counting beyond that. */
export async function isSmall(path: string, limit: number): Promise<boolean> {
  let left = limit;
  for await (const file of filesAt(path)) {
    left -= Math.max((await stat(file)).size, FILE_COST_BYTES);
    if (left < 0) return false;
  }
  return true;
}

/** To copy a file takes as long as to copy this many bytes, at least. */
const FILE_COST_BYTES = 16_384;

/** Removes the right to write from every file. The folders keep it, so that the copy can be removed. */
export async function protectFiles(path: string): Promise<void> {
  for await (const file of filesAt(path)) await chmod(file, 0o444);
}

async function* filesAt(path: string): AsyncGenerator<string> {
  const entry = await lstat(path);
  if (entry.isFile()) yield path;
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) yield* filesAt(join(path, name));
}
