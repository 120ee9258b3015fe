import { statfsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Returns the size of the files below a folder in bytes; 0 when it does not exist or is a link, whose files are elsewhere. Files that
 * change meanwhile do not matter.
 */
export async function bytesBelow(folder: string): Promise<number> {
  const isFolder = (await lstat(folder).catch(() => undefined))?.isDirectory();
  if (!isFolder) return 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    else if (entry.isFile()) bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/** Returns the size in bytes of each folder and file directly below a folder, except the one named `except`. */
export async function bytesByEntry(
  folder: string,
  except?: string
): Promise<{ path: string; bytes: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes: { path: string; bytes: number }[] = [];
  for (const entry of entries) {
    if (entry.name === except) continue;
    const path = join(folder, entry.name);
    const bytes = entry.isDirectory()
      ? await bytesBelow(path)
      : ((await lstat(path).catch(() => undefined))?.size ?? 0);
    sizes.push({ path, bytes });
  }
  return sizes;
}

/** Returns the bytes that are free for this user on the disk of a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
