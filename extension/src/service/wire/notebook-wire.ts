import type {
  ComputeInfo,
  Missing,
  EnvironmentInfo,
  KernelEnvironmentInfo,
  NotebookInfo,
  Parameter,
  ParametersInfo,
  RerunForm,
  ParameterType,
  SnapshotPreview,
  SubmitTexts,
  UploadEntry,
  UploadInfo,
  WorkspaceInfo
} from '@carry-ml/bridge';
import { countOf, fieldsOf, listOf, textOf, textOrNull } from './fields.js';

const TYPES: Readonly<Record<ParameterType, true>> = {
  number: true,
  integer: true,
  bigint: true,
  string: true,
  boolean: true,
  array: true,
  object: true,
  null: true,
  expression: true
};

/** Reads the workspace that jobs are submitted to. */
export function readWorkspace(value: unknown): WorkspaceInfo {
  const { kind, name, resourceGroup, subscription } = fieldsOf(value);
  return {
    kind: kind === 'local' ? 'local' : 'azure',
    name: textOf(name),
    resourceGroup: textOf(resourceGroup),
    subscription: textOf(subscription)
  };
}

/** Reads a compute; null without a name. */
export function readCompute(value: unknown): ComputeInfo | null {
  const { name, type, state, description, slots } = fieldsOf(value);
  if (textOf(name) === '') return null;
  return {
    name: textOf(name),
    type: textOf(type),
    state: textOf(state),
    description: textOf(description),
    slots: typeof slots === 'number' ? countOf(slots) : null
  };
}

/** Reads an environment; null without a name. */
export function readEnvironment(value: unknown): EnvironmentInfo | null {
  const { name, latestVersion } = fieldsOf(value);
  if (textOf(name) === '') return null;
  return { name: textOf(name), latestVersion: textOrNull(latestVersion) };
}

/** Reads the parameters cell of a notebook. */
export function readParameters(value: unknown): ParametersInfo {
  const { kernel, parameters, metrics, parametersCell: cell } = fieldsOf(value);
  const { name, displayName, language } = fieldsOf(kernel);
  return {
    kernel:
      textOf(name) === ''
        ? null
        : {
            name: textOf(name),
            displayName: textOf(displayName) || textOf(name),
            language: textOf(language)
          },
    parameters: listOf(parameters, readParameter),
    metrics: listOf(metrics, readMetric),
    parametersCell: cell === 'none' || cell === 'empty' ? cell : 'used'
  };
}

/** Reads a metric that the cells log; null without a name. */
function readMetric(value: unknown): ParametersInfo['metrics'][number] | null {
  const { name, goal } = fieldsOf(value);
  if (textOf(name) === '') return null;
  return { name: textOf(name), goal: goal === 'Maximize' ? 'Maximize' : 'Minimize' };
}

/** Reads a notebook file. */
export function readNotebook(value: unknown): NotebookInfo {
  const { path, experiment } = fieldsOf(value);
  return {
    ...readParameters(value),
    ...readUpload(value),
    path: textOf(path),
    experiment: textOf(experiment)
  };
}

/** Reads what a submit uploads, and what its job would lack. */
export function readUpload(value: unknown): UploadInfo {
  const { snapshot, missing } = fieldsOf(value);
  return { snapshot: readSnapshot(snapshot), missing: listOf(missing, readMissing) };
}

/** A type that this page does not know is edited like an expression: as a text. */
function readParameter(value: unknown): Parameter | null {
  const fields = fieldsOf(value);
  const name = textOf(fields.name);
  if (name === '') return null;
  const type = textOf(fields.type);
  const [annotation, help] = [textOrNull(fields.annotation), textOrNull(fields.help)];
  return {
    name,
    type: Object.hasOwn(TYPES, type) ? (type as ParameterType) : 'expression',
    nullable: fields.nullable === true,
    text: textOf(fields.text),
    ...(fields.default !== undefined && { default: fields.default as Parameter['default'] }),
    ...(Array.isArray(fields.choices) && { choices: fields.choices as Parameter['choices'] }),
    ...(annotation !== null && { annotation }),
    ...(help !== null && { help })
  };
}

/** Reads the environment that has the packages of a kernel. */
export function readKernelEnvironment(value: unknown): KernelEnvironmentInfo {
  const { packages, condaFile, warnings } = fieldsOf(value);
  return {
    packages: countOf(packages),
    condaFile: textOf(condaFile),
    warnings: listOf(warnings, textOrNull)
  };
}

/** Reads what can be different when a job is submitted again. */
export function readRerunForm(value: unknown): RerunForm {
  const { displayName, experiment, compute, parameters } = fieldsOf(value);
  return {
    displayName: textOf(displayName),
    experiment: textOf(experiment),
    compute: textOf(compute),
    parameters: listOf(parameters, readParameter)
  };
}

/** Reads a submit as other tools make it. */
export function readTexts(value: unknown): SubmitTexts {
  const { file, yaml, az, typescript, python } = fieldsOf(value);
  return {
    file: textOf(file),
    yaml: textOf(yaml),
    az: textOf(az),
    typescript: textOf(typescript),
    python: textOf(python)
  };
}

/** Reads the preview of an upload. */
function readSnapshot(value: unknown): SnapshotPreview {
  const { folder, files, bytes, entries, warnings, tooLarge, isComplete, leftOut, leftOutBy } =
    fieldsOf(value);
  return {
    folder: textOf(folder),
    files: countOf(files),
    bytes: countOf(bytes),
    entries: listOf(entries, readEntry),
    warnings: listOf(warnings, textOrNull),
    tooLarge: textOrNull(tooLarge),
    isComplete: isComplete !== false,
    leftOut: countOf(leftOut),
    leftOutBy: listOf(leftOutBy, item => {
      const { path, rule } = fieldsOf(item);
      return { path: textOf(path), rule: textOrNull(rule) };
    })
  };
}

/** Reads a file or folder of an upload; null without a path. */
function readEntry(value: unknown): UploadEntry | null {
  const { name, path, bytes, files, entries } = fieldsOf(value);
  if (textOf(path) === '') return null;
  return {
    name: textOf(name) || textOf(path),
    path: textOf(path),
    bytes: countOf(bytes),
    files: countOf(files),
    entries: Array.isArray(entries) ? listOf(entries, readEntry) : null
  };
}

/** Reads what a cell needs; null for a kind that this page does not know. */
function readMissing(value: unknown): Missing | null {
  const { kind, name, cell } = fieldsOf(value);
  if (kind !== 'file' && kind !== 'module' && kind !== 'variable') return null;
  return textOf(name) === '' ? null : { kind, name: textOf(name), cell: countOf(cell) };
}
