import type { CarryError } from 'carry-ml/errors';
import type { BlobFiles } from '../blobs/blob-files.js';
import { isBlobName } from '../blobs/blob-path.js';
import { blobUrl } from '../blobs/blob-url.js';
import { listBlobs } from '../blobs/list.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import { artifactId, blobOf, datastoreOf, type ArtifactContainer } from './artifact-container.js';
import { fail } from './errors.js';

export interface ArtifactFiles {
  origin: () => string;
  files: BlobFiles;
  signatures: Signatures;
}

/** The part of a list of artifacts that a client requests. */
export interface ArtifactQuery {
  path?: string;
  continuationToken?: string;
}

/** Number of artifacts on one page of a list. */
const PAGE_SIZE = 5000;

/** One page of the artifacts below a path, each converted by `each`. */
export async function listArtifacts<T extends object>(
  { origin, files }: ArtifactFiles,
  at: ArtifactContainer,
  { path = '', continuationToken }: ArtifactQuery,
  url: string,
  each: (at: ArtifactContainer, path: string) => T
) {
  const page = await listBlobs(files, at.blobs, {
    prefix: blobOf(at, path),
    marker: continuationToken,
    limit: PAGE_SIZE
  });
  const below = blobOf(at, '').length;
  return {
    value: page.blobs.map(({ name }) => each(at, name.slice(below))),
    ...(page.nextMarker ? nextPage(origin() + url, page.nextMarker) : {})
  };
}

/** Throws ResourceNotFound unless there is an artifact at this path. */
export async function requireArtifact(
  { files }: ArtifactFiles,
  at: ArtifactContainer,
  path: string
) {
  const blob = blobOf(at, path);
  const isFile = isBlobName(blob) && (await files.properties(at.blobs, blob).catch(() => false));
  if (!isFile) throw fail('ResourceNotFound', { type: 'artifact', name: artifactId(at, path) });
  return [at, path] as const;
}

/**
 * Returns URLs for the upload of these artifacts, and an error for each that cannot be uploaded, by the paths as they were requested: without a
 * leading slash, `./` or both, a path is the same artifact.
 */
export function offerUploads(deps: ArtifactFiles, at: ArtifactContainer, requested: string[]) {
  const paths = new Map(requested.map(path => [path, path.replace(/^(?:\.?\/+)+/, '')]));
  const refusals = new Map(
    [...paths].map(([asked, path]) => [asked, refusal(at, path, deps.files)])
  );
  const free = [...paths].filter(([asked]) => refusals.get(asked) === undefined);
  return {
    artifacts: record(free, path => artifact(at, path)),
    artifactContentInformation: record(free, path => content(deps, at, path, 'rcw')),
    errors: Object.fromEntries(
      [...refusals].flatMap(([asked, refused]) =>
        refused ? [[asked, { error: { code: refused.code, message: refused.message } }]] : []
      )
    )
  };
}

/** An artifact with the signed URL of its content. */
export function content(
  { origin, signatures }: ArtifactFiles,
  at: ArtifactContainer,
  path: string,
  permissions: string
) {
  const blob = blobOf(at, path);
  const query = signatures.grant(at.blobs, permissions, LINK_LIFETIME_HOURS, blob);
  return {
    contentUri: `${blobUrl(origin(), at.blobs, blob)}?${query}`,
    origin: at.origin,
    container: at.container,
    path,
    tags: {}
  };
}

/** An artifact without its content. */
export function artifact(at: ArtifactContainer, path: string) {
  return {
    artifactId: artifactId(at, path),
    origin: at.origin,
    container: at.container,
    path,
    dataPath: { dataStoreName: datastoreOf(at), relativePath: blobOf(at, path) },
    tags: {}
  };
}

/** Why nothing can be uploaded to this path. As in Azure ML, an artifact that has been logged cannot be overwritten. */
function refusal(at: ArtifactContainer, path: string, files: BlobFiles): CarryError | undefined {
  const blob = blobOf(at, path);
  if (!isBlobName(blob)) return fail('ArtifactPathInvalid', { path });
  return files.has(at.blobs, blob)
    ? fail('ArtifactExists', { id: artifactId(at, path) })
    : undefined;
}

function record<T>(paths: [asked: string, path: string][], value: (path: string) => T) {
  return Object.fromEntries(paths.map(([asked, path]) => [asked, value(path)]));
}

function nextPage(url: string, continuationToken: string) {
  const nextLink = new URL(url);
  nextLink.searchParams.set('continuationToken', continuationToken);
  return { continuationToken, nextLink: nextLink.href };
}
