import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { UploadFile } from './blob-container.js';
import { lookedUp } from '../errors/index.js';
import { fail } from './errors.js';

/** A local file, or the files of a local folder, ready to upload. */
export interface LocalFiles {
  isFolder: boolean;
  /** The name of the file or folder itself. */
  name: string;
  files: UploadFile[];
}

/** Returns a local file, or all files of a local folder. */
export async function localFiles(path: string): Promise<LocalFiles> {
  const root = resolve(path);
  const name = basename(root);
  const facts = await stat(root).catch((cause: unknown) => {
    throw fail('PathNotFound', lookedUp(path), { target: path, cause });
  });
  if (!facts.isDirectory()) return { isFolder: false, name, files: [{ path: name, source: root }] };
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => {
      const source = join(entry.parentPath, entry.name);
      return { path: source.slice(root.length + 1).replaceAll('\\', '/'), source };
    });
  return { isFolder: true, name, files };
}
