import { basename, dirname } from 'node:path';
import { coerceParameters, type GivenParameters } from './coerce.js';
import { fail } from './errors.js';
import { gitState } from './git-state.js';
import { JOB_SIDE } from './job-side-name.js';
import { jobSideFiles } from './job-side.js';
import { jobVariables } from './job-variables.js';
import { parametersJson } from './literal-values.js';
import { NOTEBOOK_TAG } from './notebook-tag.js';
import { readNotebook, type Notebook } from './notebook.js';
import type { Parameter, ParameterValue } from './parameter.js';
import { parameterSupport } from './parameters-cell.js';
import type { SnapshotFile } from './snapshot.js';
import { readTexts } from './texts.js';

/** Options of preparing a notebook as a job. */
export interface NotebookJobOptions {
  parameters?: GivenParameters;
  /** Values as text, converted to the type of each parameter; they take precedence over `parameters`. */
  parameterTexts?: Readonly<Record<string, string>>;
  environmentVariables?: Readonly<Record<string, string>>;
}

/** A notebook as the command that runs it, before its folder is read. */
export interface NotebookCommand {
  notebook: Notebook;
  parameters: Record<string, ParameterValue>;
  /** The files that the command needs beside those of the folder. */
  files: SnapshotFile[];
  command: string;
  environmentVariables: Record<string, string>;
  properties: Record<string, string>;
  tags: Record<string, string>;
  displayName: string;
}

/** Parameters up to this size of JSON are passed in an environment variable, whose size is limited; larger ones in a file. */
const VARIABLE_BYTES = 16 * 1024;

/**
 * Prepares the command of a notebook. Values never become part of it: they are passed as JSON, in a variable or, if large, in a
 * file.
 *
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`, `VariableInvalid`
 */
export async function notebookCommand(
  path: string,
  options: NotebookJobOptions = {}
): Promise<NotebookCommand> {
  const notebook = await readNotebook(path);
  const parameters = parametersFor(notebook, options);
  const files = await jobSideFiles();
  const json = parametersJson(parameters);
  const isLarge = Buffer.byteLength(json) > VARIABLE_BYTES;
  if (isLarge) files.push(generatedFile(`${JOB_SIDE}/parameters.json`, json));
  const file = basename(path);
  return {
    notebook,
    parameters,
    files,
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
    tags: { [NOTEBOOK_TAG]: file },
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
