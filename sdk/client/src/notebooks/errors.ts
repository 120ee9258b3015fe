import { defineErrors, startOf, type LookedUp } from '../errors/index.js';
import type { ParameterType } from './parameter.js';

/** The values that a parameter of each type accepts. */
export const acceptedValues: Readonly<Record<ParameterType, string>> = {
  number: 'a finite number (up to 1.8e308)',
  integer: 'a whole number (one beyond 9007199254740991 as text or a bigint)',
  bigint: 'a whole number (one beyond 9007199254740991 as text or a bigint)',
  string: 'a text',
  boolean: 'true or false',
  array: 'a JSON array',
  object: 'a JSON object',
  null: 'a JSON value',
  expression: 'a JSON value'
};

const SAVE_IT = 'Open and save it in JupyterLab (nbformat 4).';
const LEAVE_OUT = 'List the files that the job does not need in an .amlignore file there.';

/** Errors in a notebook or its folder, found before anything is submitted. */
export const notebookErrors = {
  NotebookNotFound: {
    status: 404,
    message: (p: LookedUp) =>
      `There is no notebook at '${p.path}'. Save it first if it is new. ${startOf(p)}`
  },
  NotebookNotJson: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' is not a notebook that can be submitted: it is not JSON. ${SAVE_IT}`
  },
  NotebookMalformed: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string; fault: string }) =>
      `'${p.path}' is not a notebook that can be submitted: ${p.fault}. ${SAVE_IT}`
  },
  NotebookIsFolder: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' is a folder, not a notebook. Name the .ipynb file in it.`
  },
  NotebookUnreadable: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string; reason: string }) =>
      `The notebook '${p.path}' cannot be read (${p.reason}). Check the path and the permissions of the file.`
  },
  NotebookFormatUnsupported: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string; nbformat?: unknown }) =>
      `'${p.path}' is not a notebook that can be submitted: its nbformat is ${p.nbformat === undefined ? 'missing' : JSON.stringify(p.nbformat)}. ${SAVE_IT}`
  },
  NotebookWithoutKernel: {
    code: 'NotebookInvalid',
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' is not a notebook that can be submitted: it names no kernel. Open it in JupyterLab, select its kernel and save it.`
  },
  ParameterUnknown: {
    status: 400,
    message: (p: { name: string; known: string[] }) =>
      p.known.length === 0
        ? `The notebook has no parameter '${p.name}': it has no cell tagged 'parameters' with variables in it. Tag the cell that sets the defaults.`
        : `The notebook has no parameter '${p.name}'. Its parameters are: ${p.known.join(', ')}.`
  },
  ParametersUnsupported: {
    status: 400,
    message: (p: { language: string; kernel: string }) =>
      `The notebook cannot have parameters: nothing here can set variables in '${p.language}', the language of its kernel '${p.kernel}'. Submit it without parameters, and pass values as environment variables.`
  },
  ParameterInvalid: {
    status: 400,
    message: (p: { name: string; accepted: string; value: string }) =>
      `The parameter '${p.name}' must be ${p.accepted}, not ${p.value}. Correct the value and submit again.`
  },
  SweepEmpty: {
    code: 'SweepInvalid',
    status: 400,
    message: () => 'The sweep varies no parameter. Give at least one parameter a list of values.'
  },
  SweepNameInvalid: {
    code: 'SweepInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The parameter '${p.name}' cannot be varied: Azure ML takes letters of a to z, digits and underscores in the names of a sweep. Rename the variable in the parameters cell.`
  },
  SweepWithoutValues: {
    code: 'SweepInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The sweep has no value for the parameter '${p.name}'. Give at least one.`
  },
  SweepValueTwice: {
    code: 'SweepInvalid',
    status: 400,
    message: (p: { name: string; value: string }) =>
      `The sweep has the value ${p.value} of the parameter '${p.name}' twice, which would run the same notebook twice. Remove one of them.`
  },
  SweepTooLarge: {
    code: 'SweepInvalid',
    status: 400,
    message: (p: { trials: number; max: number }) =>
      `The sweep makes ${p.trials} runs, more than the ${p.max} that one job can have. Give the parameters fewer values.`
  },
  SweepAndValue: {
    code: 'SweepInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The parameter '${p.name}' has one value, and several in the sweep. Leave one of both out.`
  },
  PipelineEmpty: {
    code: 'PipelineInvalid',
    status: 400,
    message: () => 'The pipeline has no step. Give it at least one notebook or script.'
  },
  PipelineStepNameInvalid: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { step: string }) =>
      `A step of a pipeline cannot be named '${p.step}'. Use letters of a to z, digits and underscores, with no digit at the beginning.`
  },
  PipelineFileInvalid: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { step: string; path: string }) =>
      `The step '${p.step}' cannot run '${p.path}': a step is a notebook (.ipynb) or a script (.py, .js, .mjs). Put TypeScript into a cell of a notebook.`
  },
  PipelineFileMissing: {
    code: 'PipelineInvalid',
    status: 404,
    message: (p: { step: string; path: string }) =>
      `The step '${p.step}' cannot run '${p.path}': there is no such file. Check the path.`
  },
  PipelinePortInvalid: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { step: string; port: string }) =>
      `The parameter '${p.port}' of the step '${p.step}' cannot be connected with another step: Azure ML takes letters of a to z, digits and underscores in such names. Rename the variable in the parameters cell, or the argument of the script; write an underscore for a hyphen.`
  },
  PipelinePortTyped: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { port: string; accepted: string }) =>
      `The parameter '${p.port}' must be ${p.accepted}, so it cannot get the path of a folder. Give it a text as its default in the parameters cell.`
  },
  PipelinePortTwice: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { step: string; port: string }) =>
      `The parameter '${p.port}' of the step '${p.step}' has more than one of a value, an input and an output. Leave all but one out.`
  },
  PipelineOutputUnknown: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { step: string; input: string; from: string; known: string[] }) =>
      `The input '${p.input}' of the step '${p.step}' is '${p.from}', which no other step writes. ${p.known.length === 0 ? 'No other step has an output.' : `The outputs of other steps are: ${p.known.join(', ')}.`}`
  },
  PipelineStepsCircular: {
    code: 'PipelineInvalid',
    status: 400,
    message: (p: { steps: string[] }) =>
      `The steps ${p.steps.join(', ')} wait for one another, so that none could start. Remove an input of one of them.`
  },
  DataAndValue: {
    code: 'DataInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The parameter '${p.name}' has a value, and data too. Leave one of both out.`
  },
  DataNameInvalid: {
    code: 'DataInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The parameter '${p.name}' cannot get data: Azure ML takes letters of a to z, digits and underscores in the names of inputs. Rename the variable in the parameters cell.`
  },
  VariableNameInvalid: {
    code: 'VariableInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `'${p.name}' cannot be the name of an environment variable. Use letters, digits and underscores, and begin with no digit.`
  },
  VariableReserved: {
    code: 'VariableInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The environment variable '${p.name}' cannot be set: names that begin with CARRY_ are those of the job itself. Choose another name.`
  },
  VariableValueInvalid: {
    code: 'VariableInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The value of the environment variable '${p.name}' has a NUL character, which no variable can hold. Remove it.`
  },
  VariableAndSecret: {
    code: 'VariableInvalid',
    status: 400,
    message: (p: { name: string }) =>
      `The environment variable '${p.name}' has a value, and a secret too. Leave one of both out.`
  },
  RetriesInvalid: {
    status: 400,
    message: (p: { retries: number; max: number }) =>
      `A notebook cannot be run again ${p.retries} times. Give a whole number from 0 to ${p.max}.`
  },
  SecretNameInvalid: {
    status: 400,
    message: (p: { secret: string }) =>
      `'${p.secret}' cannot be the name of a secret. Use letters of a to z, digits and hyphens, at most 127.`
  },
  SnapshotTooManyFiles: {
    code: 'SnapshotTooLarge',
    status: 413,
    message: (p: { root: string; limit: number }) =>
      `The folder '${p.root}' is too large to submit: it contains more than ${p.limit} files, which is the limit. ${LEAVE_OUT}`
  },
  SnapshotTooManyBytes: {
    code: 'SnapshotTooLarge',
    status: 413,
    message: (p: { root: string; limit: string }) =>
      `The folder '${p.root}' is too large to submit: its files are larger than ${p.limit} together, which is the limit. ${LEAVE_OUT}`
  },
  SnapshotLinkOutside: {
    status: 400,
    message: (p: { path: string; to: string }) =>
      `The link '${p.path}' points to '${p.to}', outside the notebook's folder. Copy the files in, or list the link in .amlignore.`
  },
  SnapshotPathInvalid: {
    status: 400,
    message: (p: { path: string }) =>
      `'${p.path}' cannot be excluded: it is not a path below the notebook's folder, or it has a line break. List a folder above it.`
  },
  IgnoreFileNotWritten: {
    status: 403,
    message: (p: { file: string; line: string; reason: string }) =>
      `Nothing was excluded: '${p.file}' cannot be written (${p.reason}). Add the line '${p.line}' to it.`
  },
  JobSideMissing: {
    status: 500,
    message: (p: { looked: string[] }) =>
      `The files that run a notebook inside a job are missing from ${p.looked.join(' and ')}. Install carry-ml again.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(notebookErrors);
