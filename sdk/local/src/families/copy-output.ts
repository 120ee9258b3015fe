import { cp, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataPath, type DataSources } from '../data/data-path.js';
import type { StoredJob } from '../store/jobs.js';

/** Puts what a job has written where another was told to write; what that one keeps in its usual place is found there by its name. */
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
    await mkdir(dirname(target), { recursive: true });
    await cp(source, target, { recursive: true });
  }
}
