import { chmod, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

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
