import type { FastifyInstance } from 'fastify';
import { STORAGE_SUFFIX } from './blobs/blob-url.js';
import { publicRoute } from './identity/route-access.js';

/** The name of this cloud in the list of Azure's clouds. */
export const CLOUD = 'CarryLocal';

/** The endpoints from which Azure's clients learn which host serves which service. Here one server serves all of them. */
export function cloudMetadataRoutes(app: FastifyInstance, origin: () => string): void {
  app.get('/metadata/endpoints', { config: publicRoute }, () => [
    {
      name: CLOUD,
      portal: origin(),
      authentication: { loginEndpoint: origin(), audiences: [origin()] },
      // Clients look for this text, including the slash, in the URL of the metadata itself.
      resourceManager: `${origin()}/`,
      suffixes: { storage: STORAGE_SUFFIX }
    }
  ]);
  const services = [
    'api',
    'experimentation',
    'history',
    'hyperdrive',
    'mlflow',
    'modelmanagement',
    'notebooks',
    'pipelines',
    'studio'
  ];
  app.get('/discovery', { config: publicRoute }, () =>
    Object.fromEntries(services.map(service => [service, origin()]))
  );
}
