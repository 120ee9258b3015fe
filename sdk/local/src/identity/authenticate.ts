import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import { authorize } from './authorize.js';
import type { BrowserSessions } from './browser-sessions.js';
import { refuseForeign, refuseForged } from './foreign.js';
import { publicRoute } from './route-access.js';
import { identityHeader, jobIdentityHeader, jobOfIdentityHeader, type Secret } from './secret.js';
import { sessionOf } from './sign-in.js';
import type { Claims, JobPrincipal, Role, Tokens } from './tokens.js';

/** Lifetime of the tokens of the emulated managed identity: the same as Azure's. */
const TOKEN_LIFETIME_SECONDS = 24 * 3600;
const roles: readonly Role[] = ['Contributor', 'Reader'];

/** The parts that identify the sender of a request. */
export interface Guard {
  tokens: Tokens;
  sessions: BrowserSessions;
  origin: () => string;
}

/**
 * Authenticates the requests of every route. Requests with a foreign Origin or Host are refused first, so that no page of another
 * site has access.
 */
export function authenticate(app: FastifyInstance, guard: Guard): void {
  app.decorateRequest('claims', null);
  app.addHook('onRequest', (request, _reply, done) => {
    refuseForeign(request, guard.origin());
    const { authentication = 'token' } = request.routeOptions.config;
    if (authentication === 'token') identify(request, guard);
    done();
  });
}

function identify(request: FastifyRequest, guard: Guard): void {
  request.claims = bearerClaims(request, guard) ?? cookieClaims(request, guard);
  if (!request.claims) throw fail('TokenMissing');
  authorize(request.claims, request);
}

function bearerClaims({ headers }: FastifyRequest, { tokens }: Guard): Claims | null {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (!bearer) return null;
  const checked = tokens.check(bearer);
  if ('reason' in checked) throw fail(checked.reason);
  return checked.claims;
}

function cookieClaims(request: FastifyRequest, { sessions, origin, tokens }: Guard): Claims | null {
  const session = sessionOf(request, origin());
  if (session === undefined) return null;
  refuseForged(request);
  const claims = sessions.claims(session);
  if (!claims || tokens.isRevoked(claims)) throw fail('BrowserSessionEnded');
  return claims;
}

/** The parts that issue tokens. */
export interface Issuer {
  tokens: Tokens;
  secret: Secret;
  /** Returns the job of this name, unless it has ended. */
  activeJob: (name: string) => JobPrincipal | undefined;
}

/**
 * Emulates the managed identity of App Service: a client that knows the header value of a role gets a token of that role, and a job with
 * its own header value gets one that ends with the job.
 */
export function identityRoute(app: FastifyInstance, issuer: Issuer): void {
  app.get<{ Querystring: { resource?: string } }>(
    '/msi/token',
    { config: publicRoute },
    request => {
      const given = String(request.headers['x-identity-header'] ?? '');
      const { role, job } = holderOf(given, issuer);
      const resource = request.query.resource ?? '';
      const { token, expiresOn } = issuer.tokens.mint(resource, TOKEN_LIFETIME_SECONDS, role, job);
      return {
        access_token: token,
        expires_on: String(expiresOn),
        resource,
        token_type: 'Bearer',
        client_id: '00000000-0000-0000-0000-000000000003'
      };
    }
  );
}

/** Returns the role, and the job if it is one, to which the header value belongs. */
function holderOf(
  given: string,
  { secret, activeJob }: Issuer
): { role: Role; job?: JobPrincipal } {
  const role = roles.find(each => isSame(given, identityHeader(secret, each)));
  if (role) return { role };
  const job = activeJob(jobOfIdentityHeader(given) ?? '');
  if (!job || !isSame(given, jobIdentityHeader(secret, job))) throw fail('IdentityHeaderInvalid');
  return { role: 'Contributor', job };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
