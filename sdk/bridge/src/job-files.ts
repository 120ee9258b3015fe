import { basename, posix } from 'node:path';
import type { Job, Run } from 'carry-ml';
import type { OpenAnswer, RunFile } from './api.js';
import { fail } from './errors.js';
import type { LabRoot } from './lab-root.js';

/** Folder of the lab into which files of runs are fetched to be opened. */
const FETCHED = 'carry-runs';

/** Every file that a run has kept, folders walked through. */
export async function listFiles(job: Job): Promise<RunFile[]> {
  const files = await walk(await job.run());
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

async function walk(run: Run, folder?: string): Promise<RunFile[]> {
  const files: RunFile[] = [];
  for (const entry of await run.listArtifacts(folder)) {
    if (entry.isFolder) files.push(...(await walk(run, entry.path)));
    else files.push({ path: entry.path, bytes: entry.size ?? null });
  }
  return files;
}

/**
 * Brings a file of a run into the lab, so that JupyterLab can open it; without a path the executed notebook.
 *
 * @throws CarryError `NoExecutedNotebook`
 */
export async function fetchFile(
  job: Job,
  path: string | undefined,
  root: LabRoot
): Promise<OpenAnswer> {
  const wanted = path ?? executedNotebook(await listFiles(job), job.spec.notebook);
  if (wanted === undefined) throw fail('NoExecutedNotebook', { run: job.name });
  const folder = await root.makeFolder(FETCHED, job.name);
  const written = await (await job.run()).downloadArtifacts(wanted, folder);
  const file = written.find(one => basename(one) === posix.basename(wanted));
  if (file === undefined) throw fail('NoExecutedNotebook', { run: job.name });
  return { path: root.labPath(file) };
}

/** The notebook that the job side saved: of several the one named as the submitted one. */
function executedNotebook(files: RunFile[], submitted: string | undefined): string | undefined {
  const notebooks = files.map(({ path }) => path).filter(path => path.endsWith('.ipynb'));
  const name = posix.basename(submitted ?? '');
  return notebooks.find(path => posix.basename(path) === name) ?? notebooks[0];
}
