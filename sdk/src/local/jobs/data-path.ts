import { outputFolder, parseJobOutputUri } from '../../arm/job-output.js';
import { parseDatastoreUri } from '../../arm/resource-id.js';
import { fail } from '../../arm/errors.js';
import type { BlobFiles } from '../blobs/blob-files.js';
import type { FindAsset } from '../store/asset-finder.js';
import { containerOf } from '../datastores.js';
import { datastoreContainer, type DatastoreSources } from './datastore-container.js';

export interface DataSources extends DatastoreSources {
  blobs: BlobFiles;
  findAsset: FindAsset;
  /** Where the output of a job was told to go; undefined when it lies in its usual place. */
  outputUri: (job: string, output: string) => string | undefined;
}

/** Assets and outputs that may be made from one another before we take them for a circle. */
const LONGEST_CHAIN = 16;

/**
 * The file or folder of this machine where data of the workspace lies: a datastore path, an output of a job, a registered data
 * asset or model, or the URL of a blob. Undefined for data that lies elsewhere, such as on the web.
 */
export function dataPath(uri: string, sources: DataSources, followed = 0): string | undefined {
  if (followed > LONGEST_CHAIN)
    throw fail('UserError', {
      message: `The URI '${uri}' leads from one asset to another without an end. Give the first of them the place of its files.`
    });
  const next = (to: string) => dataPath(to, sources, followed + 1);
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const { job, output, path } = inJob;
    const told = sources.outputUri(job, output);
    if (told) return next(path ? `${told.replace(/\/+$/, '')}/${path}` : told);
    const folder = outputFolder(job, output);
    const inside = [folder.path, path].filter(Boolean).join('/');
    return inContainer(containerOf(folder.datastore), inside, sources);
  }
  const lies = parseDatastoreUri(uri);
  if (lies) return inContainer(datastoreContainer(lies.datastore, sources), lies.path, sources);
  const prefix = `${sources.origin()}/local.blob.carry/`;
  if (uri.startsWith(prefix)) {
    const [container = '', ...rest] = new URL(uri).pathname
      .slice('/local.blob.carry/'.length)
      .split('/');
    return inContainer(container, decoded(rest.join('/')), sources);
  }
  const target = assetTarget(uri, sources);
  return target === undefined ? undefined : next(target);
}

/** What an asset is made from; undefined for what names no asset. */
function assetTarget(uri: string, sources: DataSources): string | undefined {
  for (const [kind, field] of [
    ['data', 'dataUri'],
    ['models', 'modelUri']
  ] as const) {
    const target = sources.findAsset(uri, kind)?.properties[field];
    if (typeof target === 'string') return target;
  }
  if (uri.startsWith('azureml:'))
    throw fail('UserError', {
      message: `The input '${uri}' names no data asset or model of this workspace or of a registry here. Check its name and version.`
    });
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw fail(
      'UserError',
      { message: `'${path}' is no path of a blob: its escapes are broken.` },
      { cause }
    );
  }
}

function inContainer(
  container: string,
  path: string,
  { blobs }: Pick<DataSources, 'blobs'>
): string {
  const clean = path.replace(/\/+$/, '');
  return clean === '' ? blobs.folder(container) : blobs.path(container, clean);
}
