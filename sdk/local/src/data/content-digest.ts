import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Returns a digest that is equal for files, or folders of files, with equal names and contents. Sockets, pipes and devices have none: to
 * read a pipe would wait for its writer.
 */
export async function contentDigest(path: string): Promise<string> {
  const found = await lstat(path);
  const hash = createHash('sha256');
  if (found.isDirectory()) {
    const names = (await readdir(path)).sort();
    for (const name of names)
      hash.update(`${JSON.stringify(name)}:${await contentDigest(join(path, name))}\n`);
    return `folder ${hash.digest('hex')}`;
  }
  if (found.isSymbolicLink()) return `link ${await readlink(path)}`;
  if (!found.isFile()) return 'special';
  await pipeline(createReadStream(path), hash);
  return `file ${hash.digest('hex')}`;
}
