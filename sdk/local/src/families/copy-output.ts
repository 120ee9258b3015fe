import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { copyTree } from '../blobs/copy-tree.js';
import { dataPath, type DataSources } from '../data/data-path.js';
import type { StoredJob } from '../store/job-store.js';

/** Copies the outputs of one job to the URIs to which another directs its own. Outputs in their default folder need no copy. */
export async function copyOutputs(
  from: string,
  to: StoredJob,
  sources: DataSources
): Promise<void> {
  for (const [name, output] of Object.entries(to.properties.outputs ?? {})) {
    if (!output?.uri || name === 'default') continue;
    const source = dataPath(`azureml://jobs/${from}/outputs/${name}`, sources);
    const target = dataPath(output.uri, sources);
    if (source === undefined || target === undefined) continue;
    for (const path of [source, target]) sources.blobs.requireOwn(path);
    await mkdir(dirname(target), { recursive: true });
    await copyTree(source, target);
  }
}
