import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withReason } from './abort.js';
import { makeFolder } from './make-folder.js';

/**
 * Opens a stream and writes it to a file, whose folder is created if it does not exist. The file gets its name when it
 * is complete: after a failure or an abort an earlier file of that name is unchanged, and no partial file is left.
 *
 * @throws CarryError `FolderUnusable`; the signal's reason when it aborts
 */
export async function saveStream(
  open: () => Promise<NodeJS.ReadableStream>,
  to: string,
  signal?: AbortSignal
): Promise<void> {
  const folder = dirname(to);
  await makeFolder(folder);
  const source = await open();
  const partial = join(folder, `.carry-${randomUUID()}.part`);
  try {
    await withReason(pipeline(source, createWriteStream(partial), { signal }), signal);
    await rename(partial, to);
  } finally {
    await rm(partial, { force: true });
  }
}
