import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { folderUri, outputFolder } from 'carry-ml/arm';
import { copyTree } from '../blobs/copy-tree.js';
import { dataPath, type DataSources } from '../data/data-path.js';
import type { StoredJob } from '../store/job-store.js';
import { BEST_MODEL } from './plan-automl.js';
import { MODEL_PATH } from './trial.js';

/** Copies the model of a trial to the output of its AutoML job. */
export async function copyModel(
  trial: string,
  { name, properties }: StoredJob,
  sources: DataSources
): Promise<void> {
  const to = properties.outputs?.[BEST_MODEL]?.uri ?? folderUri(outputFolder(name, BEST_MODEL));
  const source = dataPath(`azureml://jobs/${trial}/outputs/artifacts/paths/${MODEL_PATH}`, sources);
  const target = dataPath(to, sources);
  if (source === undefined || target === undefined)
    throw new Error(`${to} is no place in this workspace.`);
  for (const path of [source, target]) sources.blobs.requireOwn(path);
  await mkdir(dirname(target), { recursive: true });
  await copyTree(source, target);
}
