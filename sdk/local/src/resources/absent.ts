import type { FastifyInstance } from 'fastify';
import { fail } from './errors.js';

/** What a workspace in Azure may have and a local one has none of; the lists say so. */
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
