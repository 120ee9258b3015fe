import { posix } from 'node:path';
import type { Artifact, Workspace } from 'carry-ml';
import type { OpenResponse } from './api.js';
import { fail } from './errors.js';
import type { LabRoot } from './lab-root.js';
import { findJob } from './run-kind.js';

/** The folder, below JupyterLab's root, for copies of the files that a user opens. */
const COPIES_FOLDER = 'carry-runs';

/** Lists every file among the artifacts of a run, sorted by path. */
export async function listFiles(ws: Workspace, id: string): Promise<Artifact[]> {
  const files = await (await ws.runs.get(id)).listFiles();
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

/**
 * Copies a file of a run below JupyterLab's root; without a path, the executed notebook of its job.
 *
 * @throws CarryError `NoExecutedNotebook`, `ArtifactNotFound`
 */
export async function fetchFile(
  ws: Workspace,
  id: string,
  path: string | undefined,
  root: LabRoot
): Promise<OpenResponse> {
  const run = await ws.runs.get(id);
  const file =
    path ?? executedNotebook(await run.listFiles(), (await findJob(ws, id))?.spec.notebook);
  if (file === undefined) throw fail('NoExecutedNotebook', { job: id });
  const folder = await root.makeFolder(COPIES_FOLDER, id);
  return { path: root.labPath(await run.downloadFile(file, folder)) };
}

/** The notebook that the job saved; if there are several, the one with the name of the submitted notebook. */
function executedNotebook(files: Artifact[], submitted: string | undefined): string | undefined {
  const notebooks = files.map(({ path }) => path).filter(path => path.endsWith('.ipynb'));
  const name = posix.basename(submitted ?? '');
  return notebooks.find(path => posix.basename(path) === name) ?? notebooks[0];
}
