import { join } from 'node:path';
import { folderUri, outputFolder, type JobResource } from '../arm/index.js';
import type { Datastores } from './datastores.js';
import { fail } from './errors.js';

/** Downloads a job's artifacts and named outputs, or one named output; answers the paths of the files. */
export async function downloadJob(
  datastores: Datastores,
  job: JobResource,
  dir: string,
  options: { output?: string } = {}
): Promise<string[]> {
  const outputs = namedOutputs(job);
  if (options.output !== undefined) {
    const uri = outputs[options.output];
    if (uri) return (await datastores.download(uri, dir)) ?? [];
    const known = Object.keys(outputs);
    throw fail('OutputNotFound', { name: job.name, output: options.output, known });
  }
  const artifacts = outputFolder(job.name, 'artifacts');
  const { container } = await datastores.open(artifacts.datastore);
  const files = await container.download(artifacts.path, dir);
  for (const [name, uri] of Object.entries(outputs))
    files.push(...((await datastores.download(uri, join(dir, 'named-outputs', name))) ?? []));
  return files;
}

/** Named outputs and where they lie; without a URI of its own an output lies where Azure ML puts it by default. */
function namedOutputs(job: JobResource): Record<string, string> {
  const usual = (output: string) => `${folderUri(outputFolder(job.name, output))}/`;
  const entries = Object.entries(job.properties.outputs ?? {}).flatMap(([name, output]) =>
    // `default` is how the service lists the artifacts themselves.
    name === 'default' || !output ? [] : [[name, output.uri ?? usual(name)] as const]
  );
  return Object.fromEntries(entries);
}
