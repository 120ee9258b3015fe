import { createHash } from 'node:crypto';
import type { Run, Workspace } from 'carry-ml';
import type { RunNotebook } from './api.js';
import { fail } from './errors.js';
import { executedNotebook } from './run-files.js';
import { hasEnded } from './run-kind.js';
import type { NotebookQuery } from './schemas/run-schema.js';

/** The page holds a notebook as text, as objects and as a document. */
const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Reads the executed notebook of a run, which grows while the run executes it.
 *
 * @throws CarryError `NotebookTooLarge`, `ArtifactNotFound`
 */
export async function readRunNotebook(
  ws: Workspace,
  id: string,
  { known, path: from }: NotebookQuery
): Promise<RunNotebook> {
  const run = await ws.runs.get(id);
  // The status is read before the notebook: with the last status comes the last notebook.
  const finished = hasEnded(run);
  const path = from ?? (await executedNotebook(ws, run));
  if (path === undefined) return { path: null, finished, version: null, text: null };
  const bytes = await contentOf(run, path);
  const version = createHash('sha256').update(bytes).digest('base64url');
  return { path, finished, version, text: version === known ? null : bytes.toString() };
}

/**
 * Reads the text of a notebook among the artifacts of a run.
 *
 * @throws CarryError `NotebookTooLarge`
 */
export async function notebookText(run: Run, path: string): Promise<string> {
  return (await contentOf(run, path)).toString();
}

async function contentOf(run: Run, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await run.openFile(path)) {
    chunks.push(chunk as Buffer);
    size += chunk.length;
    if (size > MAX_BYTES)
      throw fail('NotebookTooLarge', { path, megabytes: MAX_BYTES / 1024 ** 2 });
  }
  return Buffer.concat(chunks);
}
