import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import { authorize } from './authorize.js';
import type { BrowserSessions } from './browser-sessions.js';
import { refuseForeign, refuseForged } from './foreign.js';
import { identityHeader, type Secret } from './secret.js';
import { sessionOf, signInPath, ticketPath } from './sign-in.js';
import type { Claims, Role, Tokens } from './tokens.js';

/** Tokens of the emulated managed identity live as long as Azure's. */
const LIFETIME = 24 * 3600;
const roles: readonly Role[] = ['Contributor', 'Reader'];

/** Open in Azure as well: they say where services are. The identity endpoint checks its own header, the sign-in its ticket. */
const publicPaths: ReadonlySet<string> = new Set([
  '/metadata/endpoints',
  '/discovery',
  '/msi/token',
  signInPath
]);

/** Blobs check their own signatures, scoring URIs the keys of their endpoints. */
const ownKeys = /^\/(local\.blob\.carry|inference)(\/|$)/;

/** What tells who asks. */
export interface Guard {
  tokens: Tokens;
  sessions: BrowserSessions;
  origin: () => string;
}

/**
 * Guards every route. A page of another site can reach none of it: foreign Origins and foreign Hosts are refused first.
 */
export function authenticate(app: FastifyInstance, guard: Guard): void {
  app.decorateRequest('claims', null);
  app.addHook('onRequest', (request, _reply, done) => {
    refuseForeign(request, guard.origin());
    const path = request.url.split('?', 1)[0] ?? '';
    if (!publicPaths.has(path) && !ownKeys.test(path)) identify(request, path, guard);
    done();
  });
}

function identify(request: FastifyRequest, path: string, guard: Guard): void {
  request.claims = bearerClaims(request, guard) ?? cookieClaims(request, guard);
  if (!request.claims) throw fail('TokenMissing');
  // A ticket gives no more than the token that asks for it.
  if (path !== ticketPath) authorize(request.claims, request.method, path);
}

function bearerClaims({ headers }: FastifyRequest, { tokens }: Guard): Claims | null {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (!bearer) return null;
  const checked = tokens.check(bearer);
  if ('reason' in checked) throw fail(checked.reason);
  return checked.claims;
}

function cookieClaims(request: FastifyRequest, { sessions, origin }: Guard): Claims | null {
  const session = sessionOf(request, origin());
  if (session === undefined) return null;
  refuseForged(request);
  const claims = sessions.claims(session);
  if (!claims) throw fail('BrowserSessionEnded');
  return claims;
}

/** Managed identity as App Service has it: whoever knows the header's value of a role is the user in that role. */
export function identityRoute(app: FastifyInstance, tokens: Tokens, secret: Secret): void {
  app.get<{ Querystring: { resource?: string } }>('/msi/token', request => {
    const given = String(request.headers['x-identity-header'] ?? '');
    const role = roles.find(each => isSame(given, identityHeader(secret, each)));
    if (!role) throw fail('IdentityHeaderInvalid');
    const resource = request.query.resource ?? '';
    const { token, expiresOn } = tokens.mint(resource, LIFETIME, role);
    return {
      access_token: token,
      expires_on: String(expiresOn),
      resource,
      token_type: 'Bearer',
      client_id: '00000000-0000-0000-0000-000000000003'
    };
  });
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
