import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { UploadFile } from './blob-container.js';

/** Returns the SHA-256 of the names and contents of files in the order of their names, in hexadecimal. */
export async function contentHash(files: readonly UploadFile[]): Promise<string> {
  const all = createHash('sha256');
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const one = createHash('sha256');
    if (file.source === undefined) one.update(file.content ?? '');
    else for await (const chunk of createReadStream(file.source)) one.update(chunk as Buffer);
    all.update(`${file.path}\0${one.digest('hex')}\n`);
  }
  return all.digest('hex');
}
