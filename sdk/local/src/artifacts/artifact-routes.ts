import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import {
  artifact,
  content,
  listArtifacts,
  offerUploads,
  requireArtifact,
  type ArtifactFiles,
  type ArtifactQuery
} from './artifact-access.js';
import type { ArtifactContainer } from './artifact-container.js';

interface Route {
  Params: Record<string, string>;
  Querystring: ArtifactQuery;
}

export const PathList = Type.Object({ paths: Type.Array(Type.Object({ path: Type.String() })) });

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
        body.paths.map(({ path }) => path)
      )
  );
}
