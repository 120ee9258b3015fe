import { posix } from 'node:path';
import type { Artifact, Run, Workspace } from 'carry-ml';
import type { OpenResponse } from './api.js';
import { fail } from './errors.js';
import { fetchedCopy } from './kept-copy.js';
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
  const file = path ?? (await executedNotebook(ws, run));
  if (file === undefined) throw fail('NoExecutedNotebook', { job: id });
  const folder = await root.makeFolder(COPIES_FOLDER, id);
  const copy = await fetchedCopy(folder, copyName(file, id), incoming =>
    run.downloadFile(file, incoming)
  );
  return { path: root.labPath(copy) };
}

/** Returns the notebook that a job saved; if there are several, the one with the name of the submitted notebook. */
export async function executedNotebook(ws: Workspace, run: Run): Promise<string | undefined> {
  const [files, job] = await Promise.all([run.listFiles(), findJob(ws, run.id)]);
  const notebooks = files.map(({ path }) => path).filter(path => path.endsWith('.ipynb'));
  const name = posix.basename(job?.spec.notebook ?? '');
  return notebooks.find(path => posix.basename(path) === name) ?? notebooks[0];
}

/** The tab of a copy must not look like the tab of the notebook that was submitted. */
function copyName(path: string, run: string): string {
  const { name, ext } = posix.parse(path);
  return ext === '.ipynb' ? `${name} (run ${run})${ext}` : name + ext;
}
