import { join } from 'node:path';
import { folderUri, outputFolder, type JobResource } from '../arm/index.js';
import type { RequestOptions } from '../arm/client/index.js';
import type { Datastores } from './datastores.js';
import { fail } from './errors.js';

/** Options of downloading the files of a job. */
export interface DownloadOptions extends RequestOptions {
  /** Name of the only output to download. */
  output?: string;
}

/** Downloads a job's artifacts and named outputs, or one named output; returns the paths of the files. */
export async function downloadJob(
  datastores: Datastores,
  job: JobResource,
  dir: string,
  { output, signal }: DownloadOptions = {}
): Promise<string[]> {
  const outputs = namedOutputs(job);
  if (output !== undefined) {
    const uri = outputs[output];
    if (uri) return (await datastores.download(uri, dir, { signal })) ?? [];
    const known = Object.keys(outputs);
    throw fail('OutputNotFound', { name: job.name, output, known });
  }
  const artifacts = outputFolder(job.name, 'artifacts');
  const { container } = await datastores.open(artifacts.datastore, { signal });
  const files = await container.download(artifacts.path, dir, { signal });
  for (const [name, uri] of Object.entries(outputs)) {
    const folder = join(dir, 'named-outputs', name);
    files.push(...((await datastores.download(uri, folder, { signal })) ?? []));
  }
  return files;
}

/** Returns the URIs of the named outputs; an output without a URI is in Azure ML's default folder for it. */
function namedOutputs(job: JobResource): Record<string, string> {
  const usual = (output: string) => `${folderUri(outputFolder(job.name, output))}/`;
  const entries = Object.entries(job.properties.outputs ?? {}).flatMap(([name, output]) =>
    // The service lists the artifacts themselves as the output `default`.
    name === 'default' || !output ? [] : [[name, output.uri ?? usual(name)] as const]
  );
  return Object.fromEntries(entries);
}
