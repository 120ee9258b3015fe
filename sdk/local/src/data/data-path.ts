import { outputFilesUri, parseDatastoreUri, parseJobOutputUri } from 'carry-ml/arm';
import { fail } from './errors.js';
import type { BlobFiles } from '../blobs/blob-files.js';
import type { FindAsset } from '../store/asset-finder.js';
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
 * The URI of the files themselves, behind whatever names them: an output of a job, a data asset or a model. It is that of a datastore's
 * path, of a blob, or of data that lies elsewhere.
 */
export function dataUri(uri: string, sources: DataSources, followed = 0): string {
  if (followed > LONGEST_CHAIN) throw fail('CircularDataUri', { uri });
  const next = (to: string) => dataUri(to, sources, followed + 1);
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const told = sources.outputUri(inJob.job, inJob.output);
    const files = outputFilesUri(inJob, told);
    return told ? next(files) : files;
  }
  if (parseDatastoreUri(uri) || uri.startsWith(blobs(sources))) return uri;
  const target = assetTarget(uri, sources);
  return target === undefined ? uri : next(target);
}

/** The file or folder of this machine where data of the workspace lies; undefined for data that lies elsewhere, such as on the web. */
export function dataPath(uri: string, sources: DataSources): string | undefined {
  const at = dataUri(uri, sources);
  const lies = parseDatastoreUri(at);
  if (lies) {
    const container = datastoreContainer(lies.datastore, sources);
    return container === undefined ? undefined : inContainer(container, lies.path, sources);
  }
  if (!at.startsWith(blobs(sources))) return undefined;
  const [container = '', ...rest] = new URL(at).pathname
    .slice('/local.blob.carry/'.length)
    .split('/');
  return inContainer(container, decoded(rest.join('/')), sources);
}

/** What the URLs of our own blobs begin with. */
function blobs({ origin }: Pick<DataSources, 'origin'>): string {
  return `${origin()}/local.blob.carry/`;
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
  if (uri.startsWith('azureml:')) throw fail('DataAssetNotFound', { uri });
  return undefined;
}

/** The path that a part of a URL means. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw fail('InvalidBlobEscapes', { path }, { cause });
  }
}

function inContainer(
  container: string,
  path: string,
  { blobs: files }: Pick<DataSources, 'blobs'>
): string {
  const clean = path.replace(/\/+$/, '');
  return clean === '' ? files.folder(container) : files.path(container, clean);
}
