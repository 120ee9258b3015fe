import {
  findMissing,
  loggedMetrics,
  planSnapshot,
  readNotebook,
  usualGoal,
  type Notebook,
  type Parameter,
  type Snapshot
} from 'carry-ml/notebooks';
import type { NotebookInfo, ParametersInfo, SnapshotPreview, UploadInfo } from './api.js';
import type { LabRoot } from './lab-root.js';
import { uploadTree } from './upload-tree.js';

/** How many of the files that are left out a preview lists. */
const LISTED_LEFT_OUT = 100;

/** Describes a notebook file for the Submit panel. */
export async function describeNotebook(path: string, root: LabRoot): Promise<NotebookInfo> {
  const reading = readSaved(path);
  const [notebook, upload] = await Promise.all([reading, uploadOf(path, reading, root)]);
  return {
    path: root.labPath(path),
    ...describeParameters(notebook),
    ...upload,
    experiment: notebook.name
  };
}

/** Describes the files that a submit of a notebook uploads, and what its job would lack. */
export function describeUpload(path: string, root: LabRoot): Promise<UploadInfo> {
  return uploadOf(path, readSaved(path), root);
}

async function uploadOf(
  path: string,
  reading: Promise<Notebook>,
  root: LabRoot
): Promise<UploadInfo> {
  const [notebook, snapshot] = await Promise.all([reading, planSnapshot(path, { enforce: false })]);
  return {
    snapshot: describeSnapshot(snapshot, root),
    missing: await findMissing(notebook, snapshot)
  };
}

/** A notebook that JupyterLab has just created names no kernel until it is saved. */
function readSaved(path: string): Promise<Notebook> {
  return readNotebook(path, { kernelOptional: true });
}

/** Describes what the cells of a notebook set and log. */
export function describeParameters(notebook: Notebook): ParametersInfo {
  return {
    kernel: kernelOf(notebook),
    parameters: notebook.parameters.map(withDigits),
    metrics: loggedMetrics(notebook).map(name => ({ name, goal: usualGoal(name) })),
    parametersCell: cellOf(notebook)
  };
}

/** JSON has no bigint, and loses the sign of `-0`: such a default is sent as its text. */
function withDigits(parameter: Parameter): Parameter {
  return JSON.parse(
    JSON.stringify(parameter, (_, value: unknown) => {
      if (Object.is(value, -0)) return '-0.0';
      return typeof value === 'bigint' ? String(value) : value;
    })
  ) as Parameter;
}

function describeSnapshot(snapshot: Snapshot, root: LabRoot): SnapshotPreview {
  const { root: folder, files, bytes, warnings, tooLarge, isComplete, leftOut } = snapshot;
  return {
    folder: root.labPath(folder),
    files: files.length,
    bytes,
    entries: uploadTree(files),
    warnings,
    tooLarge: tooLarge ?? null,
    isComplete,
    leftOut: leftOut.length,
    leftOutBy: leftOut.slice(0, LISTED_LEFT_OUT)
  };
}

function kernelOf({ kernel, language }: Notebook): NotebookInfo['kernel'] {
  return kernel === '' ? null : { name: kernel, displayName: kernel, language };
}

function cellOf({ cells, parameters }: Notebook): NotebookInfo['parametersCell'] {
  if (parameters.length > 0) return 'used';
  return cells.some(cell => cell.tags.includes('parameters')) ? 'empty' : 'none';
}
