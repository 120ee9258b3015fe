import { constants, type Stats } from 'node:fs';
import { cp, lstat, realpath, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { staysInside } from './confined-path.js';

/**
 * Copies a file or folder, so that nothing in the copy refers to a file of the original, which a job could change: neither a hard link nor a
 * symbolic link. A symbolic link refers to the copy of its target; one to outside the folder, or to nothing, is left out, because it
 * would let a job refer to any file of the server. Sockets, pipes and devices, which programs leave behind, are no data and left out too.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const links: string[] = [];
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async source => {
      const entry = await lstat(source);
      if (!entry.isSymbolicLink()) return isData(entry);
      if (staysInside(from, source) && isData(await stat(source))) links.push(source);
      return false;
    }
  });
  for (const link of links) {
    const [here, target] = await Promise.all([realpath(dirname(link)), realpath(link)]);
    const copy = join(to, relative(from, link));
    await rm(copy, { force: true });
    await symlink(relative(here, target) || '.', copy);
  }
}

/** True for a file or folder, false for a socket, pipe or device. */
export function isData(entry: Stats): boolean {
  return entry.isFile() || entry.isDirectory();
}
