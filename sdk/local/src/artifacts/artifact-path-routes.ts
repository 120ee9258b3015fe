import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { withoutTrailingSlashes } from 'carry-ml/arm';
import { accountInUrl } from '../blobs/blob-url.js';
import {
  artifact,
  content,
  listArtifacts,
  offerUploads,
  requireArtifact,
  type ArtifactFiles
} from './artifact-access.js';
import type { ArtifactContainer } from './artifact-container.js';
import { PathList } from './artifact-routes.js';

interface Route {
  Params: { origin: string; container: string; '*'?: string };
  Querystring: { continuationToken?: string };
}

/**
 * Artifacts for azureml-core, which names them in the path: `artifacts/contentinfo/{origin}/{container}/{path}`. A prefix
 * may end with slashes.
 */
export function artifactPathRoutes(
  app: FastifyInstance,
  containerOf: (origin: string, container: string) => ArtifactContainer,
  deps: ArtifactFiles
): void {
  const at = ({ origin, container }: Route['Params']) => containerOf(origin, container);
  const existing = ({ params }: FastifyRequest<Route>) =>
    requireArtifact(deps, at(params), params['*'] ?? '');
  const containerPath = '/:origin/:container';

  app.get<Route>(`/artifacts/metadata${containerPath}/*`, async request =>
    artifact(...(await existing(request)))
  );
  app.get<Route>(`/artifacts/contentinfo${containerPath}/*`, async request =>
    content(deps, ...(await existing(request)), 'r')
  );
  for (const path of [containerPath, `${containerPath}/*`])
    app.get<Route>(`/artifacts/prefix/contentinfo${path}`, async ({ params, query, url }) => {
      const prefix = withoutTrailingSlashes(params['*'] ?? '');
      const page = await listArtifacts(
        deps,
        at(params),
        { path: prefix, ...query },
        url,
        (container, each) => content(deps, container, each, 'r')
      );
      // A model `a` consists of the file or folder `a`, not of `ab` as well.
      const isBelow = (each: string) =>
        prefix === '' || each === prefix || each.startsWith(`${prefix}/`);
      return { ...page, value: page.value.filter(({ path: each }) => isBelow(each)) };
    });
  app.post<Route & { Body: Static<typeof PathList> }>(
    `/artifacts/batch/metadata${containerPath}`,
    { schema: { body: PathList } },
    ({ params, body }) =>
      offerUploads(
        { ...deps, origin: () => accountInUrl(deps.origin()) },
        at(params),
        body.paths.map(({ path }) => path)
      )
  );
}
