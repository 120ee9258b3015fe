import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Workspace } from 'carry-ml';
import type { OpenResponse } from './api.js';
import { keptCopy } from './kept-copy.js';
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
  const incoming = await mkdtemp(join(folder, '.incoming-'));
  try {
    const copy = join(incoming, 'copy');
    await pipeline(content, createWriteStream(copy));
    return { path: root.labPath(await keptCopy(copy, folder, posix.basename(path))) };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

/** Names of models may have characters that a file name may not. */
function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\.+/, '_');
}
