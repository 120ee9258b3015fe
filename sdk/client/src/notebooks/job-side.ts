import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from './errors.js';
import { JOB_SIDE } from './job-side-name.js';
import type { SnapshotFile } from './snapshot.js';

/** The program that the job starts. */
const MAIN = 'run_notebook.py';

/** In the repository the job side has its own folder; the published package contains a copy. */
const places = ['../../../../kernels/job', '../job'].map(place =>
  fileURLToPath(new URL(place, import.meta.url))
);

/** Returns the files that run a notebook inside a job, as files of its snapshot. */
export async function jobSideFiles(folders: readonly string[] = places): Promise<SnapshotFile[]> {
  for (const folder of folders) {
    const names: string[] = await readdir(folder, { recursive: true }).catch(() => []);
    if (!names.includes(MAIN)) continue;
    const files = names.map(name => name.replaceAll('\\', '/')).filter(isNeeded);
    const read = await Promise.all(files.map(name => fileOf(folder, name)));
    return read.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
  }
  throw fail('JobSideMissing', { looked: [...folders] });
}

function isNeeded(name: string): boolean {
  return !/(?:^|\/)(?:__pycache__|tests?|\.[^/]+)(?:\/|$)|(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(
    name
  );
}

async function fileOf(folder: string, name: string): Promise<SnapshotFile[]> {
  const source = join(folder, name);
  const facts = await stat(source);
  return facts.isFile() ? [{ path: `${JOB_SIDE}/${name}`, source, size: facts.size }] : [];
}
