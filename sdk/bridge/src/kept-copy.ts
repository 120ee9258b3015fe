import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';

/**
 * Copies a file into a folder and returns the path of the copy. A copy of before is returned if it has the same content; one that was
 * edited since is kept, and the new copy gets a number.
 */
export async function keptCopy(file: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name);
  for (let i = 1; ; i++) {
    const to = join(folder, i === 1 ? name : `${stem} (${i})${ext}`);
    if ((await made(file, to)) || (await haveSameContent(file, to))) return to;
  }
}

/** Returns false if there is a file already. */
async function made(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function haveSameContent(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([readFile(one), readFile(other)]);
  return a.equals(b);
}
