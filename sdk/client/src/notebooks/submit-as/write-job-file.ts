import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { JOB_SIDE } from '../job-side-name.js';
import { notebookCommand } from '../notebook-command.js';
import { isParametersFile } from '../parameters-file.js';
import { commandSpec } from './command-spec.js';
import { jobYaml } from './job-yaml.js';
import { jobFileName, type SubmitAsOptions } from './submit-texts.js';

/**
 * Writes the job file of a notebook beside it, and the folder `.carry` that runs the notebook inside the job; replaces both. Returns
 * the path of the job file.
 *
 * @example await writeJobFile('adder.ipynb', { compute: 'cpu' }); // then: az ml job create --file adder.job.yml
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`, `SweepInvalid`, `VariableInvalid`
 */
export async function writeJobFile(path: string, options: SubmitAsOptions): Promise<string> {
  const command = await notebookCommand(path, options);
  const folder = dirname(resolve(path));
  await clear(join(folder, JOB_SIDE));
  for (const { path: name, source, content } of command.files) {
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { force: true });
    await writeFile(to, content ?? (await readFile(source ?? '')), { flag: 'wx' });
  }
  const file = join(folder, jobFileName(command));
  const written = join(folder, JOB_SIDE, 'job.yml');
  await writeFile(written, jobYaml(commandSpec(command, options)), { flag: 'wx' });
  await rename(written, file);
  return file;
}

/**
 * Removes the job side of an earlier job file, except the parameters that other job files of the folder name. Where a link is, the link is
 * removed and not what it points to.
 */
async function clear(jobSide: string): Promise<void> {
  const facts = await lstat(jobSide).catch(ifMissing);
  if (!facts?.isDirectory()) return rm(jobSide, { force: true });
  for (const entry of await readdir(jobSide, { withFileTypes: true })) {
    const isKept = entry.isFile() && isParametersFile(entry.name);
    if (!isKept) await rm(join(jobSide, entry.name), { recursive: true, force: true });
  }
}

function ifMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
