import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
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

interface Route {
  Params: Record<string, string>;
  Querystring: { path?: string; continuationToken?: string };
}

const PathList = Type.Object({ paths: Type.Array(Type.Object({ path: Type.String() })) });

/** Number of artifacts on one page of a list. */
const PAGE_SIZE = 5000;

/**
 * Artifacts for azureml-mlflow: lists them, and returns signed URLs of blobs for downloads and uploads.
 *
 * @param base - the path of a container of artifacts
 */
export function artifactRoutes(
  app: FastifyInstance,
  base: string,
  containerOf: (params: Record<string, string>) => ArtifactContainer,
  deps: ArtifactFiles
): void {
  const list =
    (each: (at: ArtifactContainer, path: string) => object) =>
    ({ params, query, url }: FastifyRequest<Route>) =>
      listArtifacts(deps, containerOf(params), query, url, each);
  const existing = ({ params, query: { path = '' } }: FastifyRequest<Route>) =>
    requireArtifact(deps, containerOf(params), path);

  app.get<Route>(base, list(artifact));
  app.get<Route>(`${base}/path`, list(artifact));
  app.get<Route>(
    `${base}/prefix/contentinfo`,
    list((at, path) => content(deps, at, path, 'r'))
  );
  app.get<Route>(`${base}/metadata`, async request => artifact(...(await existing(request))));
  app.get<Route>(`${base}/contentinfo`, async request =>
    content(deps, ...(await existing(request)), 'r')
  );
  app.post<Route & { Body: Static<typeof PathList> }>(
    `${base}/batch/metadata`,
    { schema: { body: PathList } },
    ({ params, body }) =>
      offerUploads(
        deps,
        containerOf(params),
        body.paths.map(({ path }) => path.replace(/^\/+/, ''))
      )
  );
}

/** One page of the artifacts below a path, each converted by `each`. */
async function listArtifacts(
  { origin, files }: ArtifactFiles,
  at: ArtifactContainer,
  { path = '', continuationToken }: Route['Querystring'],
  url: string,
  each: (at: ArtifactContainer, path: string) => object
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
async function requireArtifact({ files }: ArtifactFiles, at: ArtifactContainer, path: string) {
  const blob = blobOf(at, path);
  const isFile = isBlobName(blob) && (await files.properties(at.blobs, blob).catch(() => false));
  if (!isFile) throw fail('ResourceNotFound', { type: 'artifact', name: artifactId(at, path) });
  return [at, path] as const;
}

/** Returns URLs for the upload of these artifacts, and an error for each that cannot be uploaded. */
function offerUploads(deps: ArtifactFiles, at: ArtifactContainer, paths: string[]) {
  const refusals = new Map(paths.map(path => [path, refusal(at, path, deps.files)]));
  const free = paths.filter(path => refusals.get(path) === undefined);
  return {
    artifacts: record(free, path => artifact(at, path)),
    artifactContentInformation: record(free, path => content(deps, at, path, 'rcw')),
    errors: Object.fromEntries(
      [...refusals].flatMap(([path, refused]) =>
        refused ? [[path, { error: { code: refused.code, message: refused.message } }]] : []
      )
    )
  };
}

/** An artifact with the signed URL of its content. */
function content(
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

function artifact(at: ArtifactContainer, path: string) {
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

function record<T>(keys: string[], value: (key: string) => T): Record<string, T> {
  return Object.fromEntries(keys.map(key => [key, value(key)]));
}

function nextPage(url: string, continuationToken: string) {
  const nextLink = new URL(url);
  nextLink.searchParams.set('continuationToken', continuationToken);
  return { continuationToken, nextLink: nextLink.href };
}
