import { createWriteStream } from 'node:fs';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Workspace } from 'carry-ml';
import type { OpenResponse } from './api.js';
import { fetchedCopy } from './kept-copy.js';
import type { LabRoot } from './lab-root.js';

/** The folder, below JupyterLab's root, for copies of the files of models that a user opens. */
const COPIES_FOLDER = 'carry-models';

/** Copies a file of a version below JupyterLab's root. */
export async function openModelFile(
  ws: Workspace,
  { name, version }: { name: string; version: string },
  path: string,
  root: LabRoot
): Promise<OpenResponse> {
  const content = await (await ws.models.files(name, version)).open(path);
  const folder = await root.makeFolder(COPIES_FOLDER, fileName(`${name}-${version}`));
  const copy = await fetchedCopy(folder, posix.basename(path), async incoming => {
    const file = join(incoming, 'copy');
    await pipeline(content, createWriteStream(file));
    return file;
  });
  return { path: root.labPath(copy) };
}

/** Names of models may have characters that a file name may not. */
function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\.+/, '_');
}
