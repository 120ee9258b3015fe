import { outputFolder, parseJobOutputUri } from '../../arm/job-output.js';
import { parseDatastoreUri } from '../../arm/resource-id.js';
import { fail } from '../../arm/errors.js';
import type { BlobFiles } from '../blobs/blob-files.js';
import type { FindAsset } from '../store/asset-finder.js';
import { containerOf } from '../datastores.js';

export interface DataSources {
  blobs: BlobFiles;
  findAsset: FindAsset;
  origin: () => string;
  /** Where the output of a job was told to go; undefined when it lies in its usual place. */
  outputUri: (job: string, output: string) => string | undefined;
}

/**
 * The file or folder of this machine where data of the workspace lies: a datastore path, an output of a job, a registered data
 * asset or model, or the URL of a blob. Undefined for data that lies elsewhere, such as on the web.
 */
export function dataPath(uri: string, sources: DataSources): string | undefined {
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const { job, output, path } = inJob;
    const told = sources.outputUri(job, output);
    if (told) return dataPath(path ? `${told.replace(/\/+$/, '')}/${path}` : told, sources);
    const folder = outputFolder(job, output);
    const inside = [folder.path, path].filter(Boolean).join('/');
    return inContainer(containerOf(folder.datastore), inside, sources);
  }
  const lies = parseDatastoreUri(uri);
  if (lies) return inContainer(containerOf(lies.datastore), lies.path, sources);
  const prefix = `${sources.origin()}/local.blob.carry/`;
  if (uri.startsWith(prefix)) {
    const [container = '', ...rest] = new URL(uri).pathname
      .slice('/local.blob.carry/'.length)
      .split('/');
    return inContainer(container, decodeURIComponent(rest.join('/')), sources);
  }
  return assetPath(uri, sources);
}

function assetPath(uri: string, sources: DataSources): string | undefined {
  for (const [kind, field] of [
    ['data', 'dataUri'],
    ['models', 'modelUri']
  ] as const) {
    const target = sources.findAsset(uri, kind)?.properties[field];
    if (typeof target === 'string') return dataPath(target, sources);
  }
  if (uri.startsWith('azureml:'))
    throw fail('UserError', {
      message: `The input '${uri}' names no data asset or model of this workspace or of a registry here. Check its name and version.`
    });
  return undefined;
}

function inContainer(
  container: string,
  path: string,
  { blobs }: Pick<DataSources, 'blobs'>
): string {
  const clean = path.replace(/\/+$/, '');
  return clean === '' ? blobs.folder(container) : blobs.path(container, clean);
}
