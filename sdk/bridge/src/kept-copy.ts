import { link, lstat, mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** How much of two files is compared at once. */
const PIECE_BYTES = 1024 * 1024;

/** Fetches a file into a folder, where it appears whole: `fetch` writes it into a folder of its own, and returns its path. */
export async function fetchedCopy(
  folder: string,
  name: string,
  fetch: (incoming: string) => Promise<string>
): Promise<string> {
  const incoming = await mkdtemp(join(folder, '.incoming-'));
  try {
    return await keptCopy(await fetch(incoming), folder, name);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/**
 * Gives a file a name in a folder of the same disk, and returns its path. A copy of before is returned if it has the same content; one that
 * was edited since is kept, and the new copy gets a number.
 */
export async function keptCopy(file: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name);
  for (let i = 1; ; i++) {
    const to = join(folder, i === 1 ? name : `${stem} (${i})${ext}`);
    if ((await linked(file, to)) || (await haveSameContent(file, to))) return to;
  }
}

/** Returns false if there is a file already. A link exists whole or not at all. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function haveSameContent(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(one), lstat(other)]);
  if (!b.isFile() || a.size !== b.size) return false;
  const files: FileHandle[] = [];
  try {
    for (const path of [one, other]) files.push(await open(path));
    const [first, second] = files as [FileHandle, FileHandle];
    return await areEqual(first, second);
  } finally {
    for (const file of files) await file.close();
  }
}

async function areEqual(one: FileHandle, other: FileHandle): Promise<boolean> {
  const [a, b] = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)];
  for (;;) {
    const [{ bytesRead }, read] = await Promise.all([one.read(a), other.read(b)]);
    if (bytesRead !== read.bytesRead || !a.subarray(0, bytesRead).equals(b.subarray(0, bytesRead)))
      return false;
    if (bytesRead === 0) return true;
  }
}
