import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ownAuthentication } from '../identity/route-access.js';
import type { Tokens } from '../identity/tokens.js';
import type { EndpointStore, StoredEndpoint } from '../store/endpoint-store.js';
import type { EndpointKind } from './endpoint-kind.js';
import { findEndpoint, inferencePath } from './endpoint-routes.js';
import { fail } from './errors.js';

export interface ScoringDeps {
  endpoints: EndpointStore;
  kinds: Record<string, EndpointKind>;
  tokens: Tokens;
  endpointTokens: Tokens;
  /** From 0 to below 1; chooses the deployment that gets a request. */
  random: () => number;
}

interface Route {
  Params: { endpoint: string };
}

/** The scoring URIs of endpoints. No deployment is served yet: the response names the one that would have been chosen. */
export function scoringRoutes(app: FastifyInstance, deps: ScoringDeps): void {
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

  for (const kind of Object.values(deps.kinds)) {
    app.post<Route>(inferencePath(':endpoint', kind.scoring), request => refuse(kind, request));
    if (kind.scoring === 'score')
      app.get<Route>(inferencePath(':endpoint', 'swagger.json'), request => refuse(kind, request));
  }

  function refuse(kind: EndpointKind, request: FastifyRequest<Route>): never {
    const endpoint = findEndpoint(kind, deps.endpoints, request.params.endpoint);
    const deployment = chosen(kind, endpoint, request, deps);
    throw fail('ServingNotImplemented', { endpoint: endpoint.name, deployment });
  }
}

/** Throws for requests that have neither a key nor a token of the endpoint. */
function checkKey(request: FastifyRequest<Route>, deps: ScoringDeps): void {
  const { endpoint: name } = request.params;
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!bearer) throw fail('ScoringTokenMissing');
  const endpoint = deps.endpoints.get(name);
  if (!endpoint || !opens(bearer, endpoint, deps))
    throw fail('ScoringTokenRejected', { endpoint: name });
}

function opens(bearer: string, { name, body }: StoredEndpoint, deps: ScoringDeps): boolean {
  const { authMode } = body.properties;
  if (authMode === 'AADToken') return 'claims' in deps.tokens.check(bearer);
  if (authMode === 'AMLToken') {
    const checked = deps.endpointTokens.check(bearer);
    return 'claims' in checked && checked.claims.aud === name;
  }
  const given = Buffer.from(bearer);
  return Object.values(deps.endpoints.keys(name) ?? {})
    .map(key => Buffer.from(key))
    .some(key => key.length === given.length && timingSafeEqual(key, given));
}

function chosen(
  kind: EndpointKind,
  { name, body }: StoredEndpoint,
  request: FastifyRequest,
  { endpoints, random }: ScoringDeps
): string {
  const wanted = request.headers['azureml-model-deployment']?.toString();
  const target = wanted ?? kind.route(body.properties, random());
  const found = target === undefined ? undefined : endpoints.deployment(name, target);
  if (found) return found.name;
  const known = endpoints.deployments(name).map(deployment => deployment.name);
  throw fail('DeploymentNotFound', { endpoint: name, wanted, known });
}
