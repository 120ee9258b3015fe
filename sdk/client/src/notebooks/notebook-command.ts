import { basename, dirname } from 'node:path';
import { VARIABLE_BYTES } from './changed-parameters.js';
import type { GivenParameters } from './coerce.js';
import { fail } from './errors.js';
import { gitState } from './git-state.js';
import { checkData, type DataInputs } from './data-inputs.js';
import { checkFolders, declaredFor, parametersFor, sweepFor } from './given-values.js';
import { folderArguments, type JobFolders } from './job-folders.js';
import { JOB_SIDE } from './job-side-name.js';
import { jobSideFiles } from './job-side.js';
import { jobVariables } from './job-variables.js';
import { parametersJson } from './literal-values.js';
import { parametersFile } from './parameters-file.js';
import { NOTEBOOK_TAG } from './notebook-tag.js';
import { readNotebook, type Notebook } from './notebook.js';
import type { ParameterValue } from './parameter.js';
import type { SnapshotFile } from './snapshot.js';
import type { NotebookSweep, SweepPlan } from './sweep.js';

/** Options of preparing a notebook as a job. */
export interface NotebookJobOptions {
  parameters?: GivenParameters;
  /** Values as text, converted to the type of each parameter; they take precedence over `parameters`. */
  parameterTexts?: Readonly<Record<string, string>>;
  environmentVariables?: Readonly<Record<string, string>>;
  /** Names of secrets of the workspace by the variable that gets the value; the job asks for it when it runs. */
  secrets?: Readonly<Record<string, string>>;
  /** How often a notebook that fails is run again, from its first cell; default: not at all. */
  retries?: number;
  /** Data by the parameter that gets its path. */
  data?: DataInputs;
  /** Values to run the notebook with, each combination once. */
  sweep?: NotebookSweep;
  /** The parameters that get the path of an input or output of the job, which has its name. */
  folders?: JobFolders;
}

/** A notebook as the command that runs it, before its folder is read. */
export interface NotebookCommand {
  notebook: Notebook;
  parameters: Record<string, ParameterValue>;
  /** The files that the command needs beside those of the folder. */
  files: SnapshotFile[];
  command: string;
  data: DataInputs;
  /** Present if the command is that of the trials of a sweep. */
  sweep?: SweepPlan;
  environmentVariables: Record<string, string>;
  properties: Record<string, string>;
  tags: Record<string, string>;
  displayName: string;
}

/** A notebook that still fails after these would fail again. */
const MAX_RETRIES = 10;

/**
 * Prepares the command of a notebook. Values never become part of it: they are passed as JSON, in a variable or, if large, in a
 * file.
 *
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`, `SweepInvalid`,
 * `PipelineInvalid`, `DataInvalid`, `VariableInvalid`, `RetriesInvalid`
 */
export async function notebookCommand(
  path: string,
  options: NotebookJobOptions = {}
): Promise<NotebookCommand> {
  const notebook = await readNotebook(path);
  const parameters = parametersFor(notebook, options.parameters, options.parameterTexts);
  const sweep = options.sweep && sweepFor(notebook, parameters, options.sweep);
  const values = [...Object.keys(parameters), ...Object.keys(sweep?.choices ?? {})];
  const { data = {}, folders = { inputs: [], outputs: [] } } = options;
  const paths = pathsFor(notebook, { data, folders, values });
  const set = [...values, ...paths.inputs, ...paths.outputs];
  const files = await jobSideFiles();
  const json = parametersJson(parameters);
  const large = Buffer.byteLength(json) > VARIABLE_BYTES ? parametersFile(json) : undefined;
  if (large) files.push({ ...large, path: `${JOB_SIDE}/${large.path}` });
  const file = basename(path);
  return {
    notebook,
    parameters,
    files,
    command: commandOf(sweep, paths),
    data,
    ...(sweep && { sweep }),
    environmentVariables: jobVariables(options, {
      CARRY_NOTEBOOK: file,
      CARRY_OUTPUT: `outputs/${file}`,
      ...(large ? { CARRY_PARAMETERS_FILE: large.path } : { CARRY_PARAMETERS: json }),
      ...retriesOf(options),
      ...typesOf(notebook),
      ...defaultsOf(notebook, set)
    }),
    properties: {
      ...(await gitState(dirname(path))),
      'carry.notebook': file,
      'carry.kernel': notebook.kernel,
      'carry.language': notebook.language
    },
    tags: { [NOTEBOOK_TAG]: file },
    displayName: notebook.name
  };
}

/** Returns the parameters that are paths, checked. */
function pathsFor(
  notebook: Notebook,
  { data, folders, values }: { data: DataInputs; folders: JobFolders; values: readonly string[] }
): JobFolders {
  const names = Object.keys(data);
  checkData(declaredFor(notebook, names), data, values);
  checkFolders(notebook, [...folders.inputs, ...folders.outputs]);
  return { inputs: [...folders.inputs, ...names], outputs: folders.outputs };
}

function retriesOf({ retries }: NotebookJobOptions): { CARRY_RETRIES?: string } {
  if (retries === undefined || retries === 0) return {};
  if (!Number.isInteger(retries) || retries < 0 || retries > MAX_RETRIES)
    throw fail('RetriesInvalid', { retries, max: MAX_RETRIES }, { target: '/retries' });
  return { CARRY_RETRIES: String(retries) };
}

function commandOf(sweep: SweepPlan | undefined, folders: JobFolders): string {
  const paths = folderArguments(folders, (name, path) => `--path "${name}=${path}"`);
  const values = sweep ? [sweep.arguments] : [];
  return [`python ${JOB_SIDE}/run_notebook.py`, ...values, ...paths].join(' ');
}

/** The types of the parameters as TypeScript writes them: the job, or one that repeats it with other values, declares those that are set with them. */
function typesOf({ language, parameters }: Notebook): { CARRY_PARAMETER_TYPES?: string } {
  if (language !== 'typescript') return {};
  const types = parameters.flatMap(({ name, type, annotation }) => {
    const written = annotation ?? (type === 'bigint' ? 'bigint' : undefined);
    return written !== undefined ? [[name, written] as const] : [];
  });
  return types.length === 0
    ? {}
    : { CARRY_PARAMETER_TYPES: JSON.stringify(Object.fromEntries(types)) };
}

/** The literal defaults of the other parameters: the job reports them with its run, and leaves them to the cell. */
function defaultsOf(
  { parameters }: Notebook,
  set: readonly string[]
): { CARRY_PARAMETER_DEFAULTS?: string } {
  const left = parameters.flatMap(({ name, default: value }) =>
    set.includes(name) || value === undefined ? [] : [[name, value] as const]
  );
  const json = parametersJson(Object.fromEntries(left));
  return left.length === 0 || Buffer.byteLength(json) > VARIABLE_BYTES
    ? {}
    : { CARRY_PARAMETER_DEFAULTS: json };
}
