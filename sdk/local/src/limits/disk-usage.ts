import { statfsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files below a folder; of nothing when it is not there. Files that come and go meanwhile do not matter. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    else if (entry.isFile()) bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

/** Bytes of each folder and file directly below a folder, but for one by its name. */
export async function bytesByEntry(
  folder: string,
  without?: string
): Promise<{ path: string; bytes: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes: { path: string; bytes: number }[] = [];
  for (const entry of entries) {
    if (entry.name === without) continue;
    const path = join(folder, entry.name);
    const bytes = entry.isDirectory()
      ? await bytesBelow(path)
      : ((await lstat(path).catch(() => undefined))?.size ?? 0);
    sizes.push({ path, bytes });
  }
  return sizes;
}

/** Bytes that the disk of a folder has left for this user. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
