import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { CarryError } from 'carry-ml/errors';
import type { BlobFiles } from '../blobs/blob-files.js';
import { isBlobName } from '../blobs/blob-path.js';
import { listBlobs } from '../blobs/list.js';
import type { Signatures } from '../blobs/signature.js';
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

const LINK_LIFETIME_HOURS = 24;
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
  { origin, files, signatures }: ArtifactFiles
): void {
  const content = (at: ArtifactContainer, path: string, permissions: string) => {
    const blob = blobOf(at, path);
    const query = signatures.grant(at.blobs, permissions, LINK_LIFETIME_HOURS, blob);
    const encoded = blob.split('/').map(encodeURIComponent).join('/');
    return {
      contentUri: `${origin()}/local.blob.carry/${at.blobs}/${encoded}?${query}`,
      origin: at.origin,
      container: at.container,
      path,
      tags: {}
    };
  };

  const existing = async ({ params, query: { path = '' } }: FastifyRequest<Route>) => {
    const at = containerOf(params);
    const blob = blobOf(at, path);
    const isFile = isBlobName(blob) && (await files.properties(at.blobs, blob).catch(() => false));
    if (!isFile) throw fail('ResourceNotFound', { type: 'artifact', name: artifactId(at, path) });
    return [at, path] as const;
  };

  const list =
    (each: (at: ArtifactContainer, path: string) => object) =>
    async ({ params, query, url }: FastifyRequest<Route>) => {
      const at = containerOf(params);
      const page = await listBlobs(files, at.blobs, {
        prefix: blobOf(at, query.path ?? ''),
        marker: query.continuationToken,
        limit: PAGE_SIZE
      });
      const below = blobOf(at, '').length;
      return {
        value: page.blobs.map(({ name }) => each(at, name.slice(below))),
        ...(page.nextMarker ? nextPage(origin() + url, page.nextMarker) : {})
      };
    };

  app.get<Route>(base, list(artifact));
  app.get<Route>(`${base}/path`, list(artifact));
  app.get<Route>(
    `${base}/prefix/contentinfo`,
    list((at, path) => content(at, path, 'r'))
  );
  app.get<Route>(`${base}/metadata`, async request => artifact(...(await existing(request))));
  app.get<Route>(`${base}/contentinfo`, async request =>
    content(...(await existing(request)), 'r')
  );
  app.post<Route & { Body: Static<typeof PathList> }>(
    `${base}/batch/metadata`,
    { schema: { body: PathList } },
    ({ params, body }) => {
      const at = containerOf(params);
      const paths = body.paths.map(({ path }) => path.replace(/^\/+/, ''));
      const refusals = new Map(paths.map(path => [path, refusal(at, path, files)]));
      const free = paths.filter(path => refusals.get(path) === undefined);
      return {
        artifacts: record(free, path => artifact(at, path)),
        artifactContentInformation: record(free, path => content(at, path, 'rcw')),
        errors: Object.fromEntries(
          [...refusals].flatMap(([path, refused]) =>
            refused ? [[path, { error: { code: refused.code, message: refused.message } }]] : []
          )
        )
      };
    }
  );
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
