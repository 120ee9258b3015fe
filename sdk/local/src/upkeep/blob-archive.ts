import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { ArchiveWriter } from './archive.js';

/** Adds the blobs to an archive, in passes: a later pass adds those that are new or were changed since. */
export class BlobArchive {
  /** The state in which each file was added, by its path in the archive. */
  readonly added = new Map<string, Stats>();
  /** Links that lead outside, pipes and sockets. */
  readonly leftOut = new Set<string>();
  private readonly others = new Set<string>();

  constructor(
    private readonly archive: ArchiveWriter,
    private readonly root: string
  ) {}

  /** Adds what is not in the archive yet. Unfinished uploads, whose folders begin with a dot, are left out. */
  async pass(): Promise<void> {
    for (const container of await readdir(this.root))
      if (!container.startsWith('.'))
        await this.add(join(this.root, container), container, `blobs/${container}`);
  }

  private async add(path: string, container: string, name: string): Promise<void> {
    const found = await unlessMissing(lstat(path));
    if (found?.isDirectory()) await this.addFolder(path, container, name, found);
    else if (found?.isFile()) await this.addFile(path, name, found);
    else if (found?.isSymbolicLink()) await this.addLink(path, container, name, found);
    else if (found) this.leftOut.add(name);
  }

  private async addFolder(
    path: string,
    container: string,
    name: string,
    { mtime }: Stats
  ): Promise<void> {
    if (!this.others.has(name)) await this.archive.addFolder(name, mtime);
    this.others.add(name);
    for (const child of (await unlessMissing(readdir(path))) ?? [])
      await this.add(join(path, child), container, `${name}/${child}`);
  }

  private async addFile(path: string, name: string, found: Stats): Promise<void> {
    if (isSame(this.added.get(name), found)) return;
    const added = await this.archive.addFile(name, path);
    if (added) this.added.set(name, added);
  }

  private async addLink(
    path: string,
    container: string,
    name: string,
    { mtime }: Stats
  ): Promise<void> {
    const target = await unlessMissing(readlink(path));
    if (target === undefined || this.others.has(name)) return;
    if (!staysInside(join(this.root, container), path, target)) {
      this.leftOut.add(name);
      return;
    }
    await this.archive.addLink(name, target, mtime);
    this.others.add(name);
  }
}

/** True for a relative link to a place in the same folder of a container. */
function staysInside(folder: string, link: string, target: string): boolean {
  return !target.startsWith('/') && resolve(dirname(link), target).startsWith(folder + sep);
}

function isSame(before: Stats | undefined, now: Stats): boolean {
  return before?.ino === now.ino && before.size === now.size && before.mtimeMs === now.mtimeMs;
}

/** Files are deleted while they are archived. */
async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
