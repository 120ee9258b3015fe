import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ownAuthentication } from '../identity/route-access.js';
import { chosenDeployment, type ChoiceDeps } from './chosen-deployment.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint, inferencePath } from './endpoint-routes.js';
import { fail } from './errors.js';
import { checkKey, type ScoringAccessDeps } from './scoring-access.js';

export interface ScoringDeps extends ScoringAccessDeps, ChoiceDeps {
  kinds: { online: EndpointKind };
}

interface Route {
  Params: { endpoint: string };
}

/** The scoring URIs of online endpoints. No deployment is served yet: the response names the one that would have been chosen. */
export function scoringRoutes(app: FastifyInstance, deps: ScoringDeps): void {
  const kind = deps.kinds.online;
  // Requests may have any content; it is not read yet.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume().once('end', () => {
      done(null);
    });
  });
  app.addHook('onRoute', route => {
    route.config = { ...route.config, ...ownAuthentication };
  });
  app.addHook<Route>('onRequest', async request => {
    checkKey(request, deps);
  });
  // The image of a deployment has routes of its own, such as TensorFlow Serving's `/v1/models/NAME:predict`.
  app.all<Route>(inferencePath(':endpoint', '*'), refuse);

  function refuse(request: FastifyRequest<Route>): never {
    const endpoint = findEndpoint(kind, deps.endpoints, request.params.endpoint);
    const { name } = chosenDeployment(kind, endpoint, request, deps);
    throw fail('ServingNotImplemented', { endpoint: endpoint.name, deployment: name });
  }
}
