import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { authorize } from '../identity/authorize.js';
import type { Tokens } from '../identity/tokens.js';
import type { EndpointStore, StoredEndpoint } from '../store/endpoint-store.js';
import { fail } from './errors.js';

export interface ScoringAccessDeps {
  endpoints: EndpointStore;
  tokens: Tokens;
  endpointTokens: Tokens;
}

type Request = FastifyRequest<{ Params: { endpoint: string } }>;

/** Throws for requests that have neither a key nor a token of the endpoint. */
export function checkKey(request: Request, deps: ScoringAccessDeps): void {
  const { endpoint: name } = request.params;
  const bearer = bearerOf(request);
  const endpoint = deps.endpoints.get(name);
  if (!endpoint || !opens(bearer, endpoint, deps))
    throw fail('ScoringTokenRejected', { endpoint: name });
}

/** Throws also where the token of the workspace is that of a user who may run no jobs. */
export function checkJobAccess(request: Request, deps: ScoringAccessDeps): void {
  checkKey(request, deps);
  const checked = deps.tokens.check(bearerOf(request));
  if ('claims' in checked) authorize(checked.claims, request);
}

function bearerOf(request: FastifyRequest): string {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!bearer) throw fail('ScoringTokenMissing');
  return bearer;
}

function opens(bearer: string, { name, body }: StoredEndpoint, deps: ScoringAccessDeps): boolean {
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
