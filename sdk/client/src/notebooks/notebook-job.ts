import { basename, dirname } from 'node:path';
import { coerceParameters, type GivenParameters } from './coerce.js';
import { gitState } from './git-state.js';
import { readTexts } from './texts.js';
import { JOB_SIDE, jobSideFiles } from './job-side.js';
import { readNotebook, type Notebook } from './notebook.js';
import type { ParameterValue } from './parameter.js';
import { planSnapshot, type Snapshot, type SnapshotFile } from './snapshot.js';

/** Options of preparing a notebook as a job. */
export interface NotebookJobOptions {
  parameters?: GivenParameters;
  /** Values as text, converted to the type of each parameter; they take precedence over `parameters`. */
  parameterTexts?: Readonly<Record<string, string>>;
}

/** A notebook prepared as a command job: the files to upload and the fields of the job. */
export interface NotebookJob {
  notebook: Notebook;
  parameters: Record<string, ParameterValue>;
  snapshot: Snapshot;
  command: string;
  environmentVariables: Record<string, string>;
  properties: Record<string, string>;
  displayName: string;
}

/** Parameters up to this size of JSON are passed in an environment variable, whose size is limited; larger ones in a file. */
const VARIABLE_BYTES = 16 * 1024;

/**
 * Prepares a notebook as a command job; nothing is sent anywhere.
 *
 * Values never become part of the command: they are passed as JSON, in a variable or, if large, in a file.
 *
 * @example const { snapshot, command } = await notebookJob('adder.ipynb', { parameters: { digits: 2 } });
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`,
 * `SnapshotTooLarge`, `SnapshotLinkOutside`
 */
export async function notebookJob(
  path: string,
  options: NotebookJobOptions = {}
): Promise<NotebookJob> {
  const notebook = await readNotebook(path);
  const parameters = coerceParameters(notebook.parameters, {
    ...options.parameters,
    ...readTexts(notebook.parameters, options.parameterTexts ?? {})
  });
  const snapshot = await planSnapshot(path);
  const added = await jobSideFiles();
  const json = JSON.stringify(parameters);
  const isLarge = Buffer.byteLength(json) > VARIABLE_BYTES;
  if (isLarge) added.push(generatedFile(`${JOB_SIDE}/parameters.json`, json));
  const file = basename(path);
  return {
    notebook,
    parameters,
    snapshot: withFiles(snapshot, added),
    command: `python ${JOB_SIDE}/run_notebook.py`,
    environmentVariables: {
      CARRY_NOTEBOOK: file,
      CARRY_OUTPUT: `outputs/${file}`,
      ...(isLarge ? {} : { CARRY_PARAMETERS: json })
    },
    properties: {
      ...(await gitState(dirname(path))),
      'carry.notebook': file,
      'carry.kernel': notebook.kernel,
      'carry.language': notebook.language
    },
    displayName: notebook.name
  };
}

function generatedFile(path: string, content: string): SnapshotFile {
  return { path, content, size: Buffer.byteLength(content) };
}

function withFiles(snapshot: Snapshot, added: SnapshotFile[]): Snapshot {
  // A folder of the same name in the notebook's folder would mix with the job side.
  const own = snapshot.files.filter(file => !file.path.startsWith(`${JOB_SIDE}/`));
  const files = [...own, ...added];
  return { ...snapshot, files, bytes: files.reduce((sum, file) => sum + file.size, 0) };
}
