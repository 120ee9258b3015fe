import { basename, dirname } from 'node:path';
import { coerceParameters, type GivenParameters } from './coerce.js';
import { fail } from './errors.js';
import { gitState } from './git-state.js';
import { JOB_SIDE, jobSideFiles } from './job-side.js';
import { jobVariables } from './job-variables.js';
import { parametersJson } from './literal-values.js';
import { readNotebook, type Notebook } from './notebook.js';
import type { Parameter, ParameterValue } from './parameter.js';
import { parameterSupport } from './parameters-cell.js';
import { planSnapshot, type Snapshot, type SnapshotFile } from './snapshot.js';
import { readTexts } from './texts.js';

/** Options of preparing a notebook as a job. */
export interface NotebookJobOptions {
  parameters?: GivenParameters;
  /** Values as text, converted to the type of each parameter; they take precedence over `parameters`. */
  parameterTexts?: Readonly<Record<string, string>>;
  environmentVariables?: Readonly<Record<string, string>>;
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
 * `VariableInvalid`, `SnapshotTooLarge`, `SnapshotLinkOutside`
 */
export async function notebookJob(
  path: string,
  options: NotebookJobOptions = {}
): Promise<NotebookJob> {
  const notebook = await readNotebook(path);
  const parameters = parametersFor(notebook, options);
  const snapshot = await planSnapshot(path);
  const added = await jobSideFiles();
  const json = parametersJson(parameters);
  const isLarge = Buffer.byteLength(json) > VARIABLE_BYTES;
  if (isLarge) added.push(generatedFile(`${JOB_SIDE}/parameters.json`, json));
  const file = basename(path);
  return {
    notebook,
    parameters,
    snapshot: withFiles(snapshot, added),
    command: `python ${JOB_SIDE}/run_notebook.py`,
    environmentVariables: jobVariables(options.environmentVariables ?? {}, {
      CARRY_NOTEBOOK: file,
      CARRY_OUTPUT: `outputs/${file}`,
      ...(isLarge ? {} : { CARRY_PARAMETERS: json }),
      ...typesOf(notebook, parameters),
      ...defaultsOf(notebook, parameters)
    }),
    properties: {
      ...(await gitState(dirname(path))),
      'carry.notebook': file,
      'carry.kernel': notebook.kernel,
      'carry.language': notebook.language
    },
    displayName: notebook.name
  };
}

function parametersFor(
  { language, kernel, parameters }: Notebook,
  options: NotebookJobOptions
): Record<string, ParameterValue> {
  const given: GivenParameters = {
    ...options.parameters,
    ...readTexts(parameters, options.parameterTexts ?? {})
  };
  const support = parameterSupport(language);
  const isGiven = Object.values(given).some(value => value !== undefined);
  if (support === 'none' && isGiven) throw fail('ParametersUnsupported', { language, kernel });
  // The cell is not read, so its names are unknown.
  const declared =
    support === 'translated' ? Object.keys(given).map(name => untyped(name)) : parameters;
  return coerceParameters(declared, given);
}

function untyped(name: string): Parameter {
  return { name, type: 'expression', nullable: true, text: '' };
}

/** The types of the given parameters as TypeScript writes them: the job declares the variables again with them. */
function typesOf(
  { language, parameters }: Notebook,
  given: Record<string, ParameterValue>
): { CARRY_PARAMETER_TYPES?: string } {
  if (language !== 'typescript') return {};
  const types = parameters.flatMap(({ name, type, annotation }) => {
    const written = annotation ?? (type === 'bigint' ? 'bigint' : undefined);
    return name in given && written !== undefined ? [[name, written] as const] : [];
  });
  return types.length === 0
    ? {}
    : { CARRY_PARAMETER_TYPES: JSON.stringify(Object.fromEntries(types)) };
}

/** The literal defaults of the other parameters: the job reports them with its run, and leaves them to the cell. */
function defaultsOf(
  { parameters }: Notebook,
  given: Record<string, ParameterValue>
): { CARRY_PARAMETER_DEFAULTS?: string } {
  const left = parameters.flatMap(({ name, default: value }) =>
    name in given || value === undefined ? [] : [[name, value] as const]
  );
  const json = parametersJson(Object.fromEntries(left));
  return left.length === 0 || Buffer.byteLength(json) > VARIABLE_BYTES
    ? {}
    : { CARRY_PARAMETER_DEFAULTS: json };
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
