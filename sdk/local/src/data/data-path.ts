import {
  outputFilesUri,
  parseAssetReference,
  parseDatastoreUri,
  parseJobOutputUri,
  withoutTrailingSlashes
} from 'carry-ml/arm';
import { fail } from './errors.js';
import type { BlobFiles } from '../blobs/blob-files.js';
import { accountUrl, BLOBS_PATH } from '../blobs/blob-url.js';
import type { FindAsset } from '../store/asset-finder.js';
import { datastoreContainer, type DatastoreSources } from './datastore-container.js';

export interface DataSources extends DatastoreSources {
  blobs: BlobFiles;
  findAsset: FindAsset;
  /** Replaces an earlier origin of the workspace in a URL by the current one. */
  currentUrl: (url: string) => string;
  /** The URI that a job's output is directed to; undefined when it is in its default location. */
  outputUri: (job: string, output: string) => string | undefined;
}

/** Maximum number of references from one asset or output to the next; a longer chain is taken for a circle. */
const MAX_REFERENCES = 16;

/**
 * Resolves an output of a job, a data asset or a model to the URI of its files: a path in a datastore, a blob, or data outside the
 * workspace.
 */
export function dataUri(given: string, sources: DataSources, followed = 0): string {
  const uri = sources.currentUrl(given);
  if (followed > MAX_REFERENCES) throw fail('CircularDataUri', { uri });
  const next = (to: string) => dataUri(to, sources, followed + 1);
  const inJob = parseJobOutputUri(uri);
  if (inJob) {
    const directed = sources.outputUri(inJob.job, inJob.output);
    const files = outputFilesUri(inJob, directed);
    return directed ? next(files) : files;
  }
  if (parseDatastoreUri(uri) || uri.startsWith(blobs(sources))) return uri;
  const joined = joinedBlobUri(uri, sources);
  if (joined !== undefined) return joined;
  const target = assetTarget(uri, sources);
  return target === undefined ? uri : next(target);
}

/** Returns the local file or folder of a URI; undefined for data outside the workspace, such as on the web. */
export function dataPath(uri: string, sources: DataSources): string | undefined {
  const at = dataUri(uri, sources);
  const place = parseDatastoreUri(at);
  if (place) {
    const container = datastoreContainer(place.datastore, sources);
    return container === undefined ? undefined : inContainer(container, place.path, sources);
  }
  if (!at.startsWith(blobs(sources))) return undefined;
  const [container = '', ...rest] = new URL(at).pathname.slice(BLOBS_PATH.length + 1).split('/');
  return inContainer(container, decoded(rest.join('/')), sources);
}

/**
 * Returns the URL of a blob that a client has put together wrongly; undefined for other URIs. azure-ai-ml joins the URL of the account and
 * a path as a browser does, which loses the last part of the account's: `https://HOST/CONTAINER/BLOB`. It does so for the build context
 * of an environment.
 */
function joinedBlobUri(uri: string, sources: DataSources): string | undefined {
  const host = `${sources.origin()}/`;
  if (!uri.startsWith(host)) return undefined;
  const path = uri.slice(host.length);
  const container = /^[a-z0-9$](?:[a-z0-9-]{0,61}[a-z0-9])?(?=\/|$)/.exec(path)?.[0];
  return container !== undefined && sources.blobs.hasContainer(container)
    ? blobs(sources) + path
    : undefined;
}

/** Returns the prefix of the URLs of the workspace's own blobs. */
function blobs({ origin }: Pick<DataSources, 'origin'>): string {
  return `${accountUrl(origin())}/`;
}

/** Returns the URI that an asset refers to; undefined when `uri` is not the id of an asset. Throws DataAssetNotFound. */
function assetTarget(uri: string, sources: DataSources): string | undefined {
  for (const [kind, field] of [
    ['data', 'dataUri'],
    ['models', 'modelUri']
  ] as const) {
    const target = sources.findAsset(uri, kind)?.properties[field];
    if (typeof target === 'string') return target;
  }
  const missing = missingAsset(uri);
  if (missing !== undefined) throw fail('DataAssetNotFound', { uri: missing });
  return undefined;
}

/** Returns the short form of an id that no asset has; undefined when `uri` is the id of no data asset or model, such as a URL. */
function missingAsset(uri: string): string | undefined {
  if (uri.startsWith('azureml:')) return uri;
  if (!uri.startsWith('/')) return undefined;
  const asset = parseAssetReference(uri, 'data') ?? parseAssetReference(uri, 'models');
  if (!asset || asset.registry !== undefined) return asset && uri;
  const { name, version, label } = asset;
  return `azureml:${name}${version ? `:${version}` : label ? `@${label}` : ''}`;
}

/** Decodes a path of a URL. */
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
  const clean = withoutTrailingSlashes(path);
  return clean === '' ? files.folder(container) : files.path(container, clean);
}
