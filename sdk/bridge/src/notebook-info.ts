import { planSnapshot, readNotebook, type Notebook, type Parameter } from 'carry-ml/notebooks';
import type { NotebookInfo, ParametersInfo, SnapshotPreview } from './api.js';
import type { LabRoot } from './lab-root.js';

/** How many of the largest files a preview lists. */
const LISTED_FILES = 5;

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

/** Describes the parameters cell of a notebook. */
export function describeParameters(notebook: Notebook): ParametersInfo {
  return {
    kernel: kernelOf(notebook),
    parameters: notebook.parameters.map(withDigits),
    parametersCell: cellOf(notebook)
  };
}

/** JSON has no bigint: a default beyond 2^53 is sent as its digits. */
function withDigits(parameter: Parameter): Parameter {
  return JSON.parse(
    JSON.stringify(parameter, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value
    )
  ) as Parameter;
}

async function previewOf(path: string, root: LabRoot): Promise<SnapshotPreview> {
  const { root: folder, files, bytes, warnings } = await planSnapshot(path, { enforce: false });
  const largest = [...files].sort((a, b) => b.size - a.size).slice(0, LISTED_FILES);
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

function cellOf({ cells, parameters }: Notebook): NotebookInfo['parametersCell'] {
  if (parameters.length > 0) return 'used';
  return cells.some(cell => cell.tags.includes('parameters')) ? 'empty' : 'none';
}
