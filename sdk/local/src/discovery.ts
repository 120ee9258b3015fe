import type { FastifyInstance } from 'fastify';

/** The name of this cloud among Azure's. */
export const CLOUD = 'CarryLocal';

/** Where Azure's clients ask which hosts serve what: here one server is them all. */
export function discoveryRoutes(app: FastifyInstance, origin: () => string): void {
  app.get('/metadata/endpoints', () => [
    {
      name: CLOUD,
      portal: origin(),
      authentication: { loginEndpoint: origin(), audiences: [origin()] },
      // Clients look for this text in the metadata's own URL, slash included.
      resourceManager: `${origin()}/`,
      suffixes: { storage: 'carry' }
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
  app.get('/discovery', () => Object.fromEntries(services.map(service => [service, origin()])));
}
