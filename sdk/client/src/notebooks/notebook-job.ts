import { gitPatch } from './git-patch.js';
import { JOB_SIDE } from './job-side-name.js';
import {
  notebookCommand,
  type NotebookCommand,
  type NotebookJobOptions
} from './notebook-command.js';
import { planSnapshot, type Snapshot, type SnapshotFile } from './snapshot.js';

export type { NotebookJobOptions } from './notebook-command.js';

/** A notebook prepared as a command job: the files to upload and the fields of the job. */
export interface NotebookJob extends Omit<NotebookCommand, 'files'> {
  snapshot: Snapshot;
}

/**
 * Prepares a notebook as a command job; nothing is sent anywhere.
 *
 * @example const { snapshot, command } = await notebookJob('adder.ipynb', { parameters: { digits: 2 } });
 * @throws CarryError `NotebookNotFound`, `NotebookInvalid`, `ParameterUnknown`, `ParameterInvalid`,
 * `SweepInvalid`, `VariableInvalid`, `SnapshotTooLarge`, `SnapshotLinkOutside`
 */
export async function notebookJob(
  path: string,
  options: NotebookJobOptions = {}
): Promise<NotebookJob> {
  const { files, ...command } = await notebookCommand(path, options);
  const snapshot = await planSnapshot(path);
  const isDirty = command.properties['azureml.git.dirty'] === 'True';
  // A step of a pipeline is reused while its files are the same, committed or not.
  const isKept = isDirty && options.folders === undefined;
  const patch = isKept ? await gitPatch(snapshot.root, snapshot.ignored) : undefined;
  return { ...command, snapshot: withFiles(snapshot, patch ? [...files, patch] : files) };
}

function withFiles(snapshot: Snapshot, added: SnapshotFile[]): Snapshot {
  // A folder of the same name in the notebook's folder would mix with the job side.
  const own = snapshot.files.filter(file => !file.path.startsWith(`${JOB_SIDE}/`));
  const files = [...own, ...added];
  return { ...snapshot, files, bytes: files.reduce((sum, file) => sum + file.size, 0) };
}
