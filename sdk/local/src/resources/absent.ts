import type { FastifyInstance } from 'fastify';
import { fail } from './errors.js';

/** Resources that a local workspace never has; their lists are empty. */
export function absentRoutes(app: FastifyInstance): void {
  for (const list of [
    'features',
    'privateEndpointConnections',
    'privateLinkResources',
    'outboundNetworkDependenciesEndpoints'
  ])
    app.get(`/${list}`, () => ({ value: [] }));

  app.get<{ Params: { name: string } }>('/privateEndpointConnections/:name', request => {
    const { name } = request.params;
    throw fail('ResourceNotFound', { type: 'private endpoint connection', name });
  });
  app.delete('/privateEndpointConnections/:name', (_request, reply) => reply.code(204).send());
}
