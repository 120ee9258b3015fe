import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { JOB_SIDE } from '../job-side-name.js';
import { notebookCommand } from '../notebook-command.js';
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
  // Where a link is, the link is replaced and not what it points to.
  await rm(join(folder, JOB_SIDE), { recursive: true, force: true });
  for (const { path: name, source, content } of command.files) {
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, content ?? (await readFile(source ?? '')), { flag: 'wx' });
  }
  const file = join(folder, jobFileName(command));
  const written = join(folder, JOB_SIDE, 'job.yml');
  await writeFile(written, jobYaml(commandSpec(command, options)), { flag: 'wx' });
  await rename(written, file);
  return file;
}
