import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/** A folder that file operations must not leave, and the error for a path that leads out of it. */
export interface Confinement {
  root: string;
  outside: () => Error;
}

/**
 * Jobs run beside the server and can replace a file or folder by a link between a check and its use. Linux shows under this path the
 * files that a process has open, so that the check and the use are of the same one, whatever its name has become.
 */
const OPEN_FILES = '/proc/self/fd';
const showsOpenFiles = process.platform === 'linux' && existsSync(OPEN_FILES);

/** Returns whether the file is in `root` after all links in the existing part of its path are resolved. `root` itself must not be a link. */
export function staysInside(root: string, file: string): boolean {
  let existing = file;
  const missing: string[] = [];
  while (existing.length > root.length && !exists(existing)) {
    missing.unshift(basename(existing));
    existing = dirname(existing);
  }
  if (!exists(existing)) return true;
  // A dangling link could be redirected anywhere before a file is written through it.
  const real = realPath(existing);
  return real !== undefined && isBelow(realRoot(root), join(real, ...missing));
}

/** Opens a file in the root, following links inside it, and returns the descriptor. Throws ENOENT as `openSync` does. */
export function openInside(
  { root, outside }: Confinement,
  file: string,
  flags = constants.O_RDONLY
): number {
  if (!staysInside(root, file)) throw outside();
  const opened = openSync(file, flags);
  if (isBelow(realRoot(root), placeOf(opened, file))) return opened;
  closeSync(opened);
  throw outside();
}

/**
 * Calls `work` with a path of `folder` that a link which is made meanwhile cannot redirect. Systems without such a path get the real
 * path, so `work` must begin at once. With `create`, missing folders are created. Throws ENOENT or ENOTDIR where there is no such folder.
 */
export function withFolder<T>(
  confinement: Confinement,
  folder: string,
  work: (path: string) => T,
  { create = false } = {}
): T {
  const opened = openFolder(confinement, folder, create);
  try {
    return work(pathOf(opened, folder));
  } finally {
    closeSync(opened);
  }
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY;

function openFolder(confinement: Confinement, folder: string, create: boolean): number {
  const { root, outside } = confinement;
  let opened: number;
  try {
    opened = openSync(folder, FOLDER);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw outside();
    if (code !== 'ENOENT' || !create) throw error;
    if (folder !== root) return createFolder(confinement, folder);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    opened = openSync(root, FOLDER);
  }
  if (isBelow(realRoot(root), placeOf(opened, folder))) return opened;
  closeSync(opened);
  throw outside();
}

function createFolder(confinement: Confinement, folder: string): number {
  const create = (parent: string) => {
    const path = join(parent, basename(folder));
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (lstatSync(path).isSymbolicLink()) throw confinement.outside();
    return openSync(path, FOLDER | constants.O_NOFOLLOW);
  };
  return withFolder(confinement, dirname(folder), create, { create: true });
}

/** Returns the real path of an open file. */
function placeOf(opened: number, path: string): string {
  return showsOpenFiles ? readlinkSync(`${OPEN_FILES}/${opened}`) : (realPath(path) ?? '');
}

function pathOf(opened: number, folder: string): string {
  return showsOpenFiles ? `${OPEN_FILES}/${opened}` : (realPath(folder) ?? folder);
}

/** Links above the root are the user's own, such as a home on another disk. */
function realRoot(root: string): string {
  return join(realPath(dirname(root)) ?? dirname(root), basename(root));
}

/** Resolves all links as the system does. Node's own implementation resolves `..` in a link before the link in front of it. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root + sep);
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // ENOTDIR: a part of the path is a file, so the path does not exist either.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return false;
    throw error;
  }
}
