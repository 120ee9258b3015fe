import { planSnapshot, readNotebook, type Notebook, type Parameter } from 'carry-ml/notebooks';
import type {
  NotebookInfo,
  ParametersAnswer,
  ParameterField,
  ParameterKind,
  SnapshotPreview
} from './api.js';
import type { LabRoot } from './lab-root.js';

/** So many of the largest files are named. */
const NAMED = 5;

/** Describes a notebook file for the Submit panel. */
export async function describeNotebook(path: string, root: LabRoot): Promise<NotebookInfo> {
  const [notebook, snapshot] = await Promise.all([readNotebook(path), previewOf(path, root)]);
  return {
    path: root.labPath(path),
    ...describeParameters(notebook),
    snapshot,
    experiment: notebook.name
  };
}

/** The parameters cell as form fields. */
export function describeParameters(notebook: Notebook): ParametersAnswer {
  return {
    kernel: kernelOf(notebook),
    parameters: notebook.parameters.map(fieldOf),
    parametersNote: noteOf(notebook)
  };
}

async function previewOf(path: string, root: LabRoot): Promise<SnapshotPreview> {
  const { root: folder, files, bytes, warnings } = await planSnapshot(path, { enforce: false });
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, NAMED);
  return {
    folder: root.labPath(folder),
    files: files.length,
    bytes,
    largest: largest.map(({ path, size }) => ({ path, bytes: size })),
    warnings
  };
}

function kernelOf({ kernel, language }: Notebook): NotebookInfo['kernel'] {
  return kernel === '' ? null : { name: kernel, displayName: kernel, language };
}

function noteOf({ cells, parameters }: Notebook): string | null {
  if (parameters.length > 0) return null;
  return cells.some(cell => cell.tags.includes('parameters'))
    ? 'The cell tagged “parameters” sets no variable that can be changed from here.'
    : 'Tag a cell “parameters” (in the property inspector) to change its variables from here.';
}

const kinds: Record<Parameter['type'], ParameterKind> = {
  number: 'number',
  integer: 'integer',
  string: 'string',
  boolean: 'boolean',
  array: 'json',
  object: 'json',
  null: 'json',
  expression: 'json'
};

function fieldOf(parameter: Parameter): ParameterField {
  const { name, type, nullable, default: value, help } = parameter;
  const kind = nullable && type !== 'expression' ? 'json' : kinds[type];
  return {
    name,
    kind,
    ...(value === undefined ? {} : { value }),
    ...(help === undefined ? {} : { help })
  };
}
