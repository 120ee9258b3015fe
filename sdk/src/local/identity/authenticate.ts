import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../../arm/errors.js';
import { authorize } from './authorize.js';
import { identityHeader, type Secret } from './secret.js';
import type { Role, Tokens } from './tokens.js';

/** Tokens of the emulated managed identity live as long as Azure's. */
const LIFETIME = 24 * 3600;
const roles: readonly Role[] = ['Contributor', 'Reader'];

/** Open in Azure as well: they say where services are. The identity endpoint checks its own header. */
const publicPaths: ReadonlySet<string> = new Set([
  '/metadata/endpoints',
  '/discovery',
  '/msi/token'
]);

/** Blobs check their own signatures, scoring URIs the keys of their endpoints. */
const ownKeys = /^\/(local\.blob\.carry|inference)(\/|$)/;

/**
 * Guards every route. A page of another site can reach none of it: foreign Origins and foreign Hosts are refused first.
 */
export function authenticate(app: FastifyInstance, tokens: Tokens, origin: () => string): void {
  app.addHook('onRequest', async request => {
    refuseForeign(request, origin());
    const path = request.url.split('?')[0] ?? '';
    if (publicPaths.has(path) || ownKeys.test(path)) return;
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!bearer)
      throw fail('AuthenticationFailed', { reason: 'the Authorization header is missing' });
    const checked = tokens.check(bearer);
    if ('reason' in checked) throw fail('AuthenticationFailed', { reason: checked.reason });
    authorize(checked.claims, request.method, path);
  });
}

/** Managed identity as App Service has it: whoever knows the header's value of a role is the user in that role. */
export function identityRoute(app: FastifyInstance, tokens: Tokens, secret: Secret): void {
  app.get<{ Querystring: { resource?: string } }>('/msi/token', request => {
    const given = String(request.headers['x-identity-header'] ?? '');
    const role = roles.find(each => isSame(given, identityHeader(secret, each)));
    if (!role)
      throw fail('AuthenticationFailed', {
        reason: 'X-IDENTITY-HEADER is missing or not that of this workspace'
      });
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

/** A browser names the page that asks; a name server that turned against the user shows in Host. */
function refuseForeign(request: FastifyRequest, origin: string): void {
  const { port } = new URL(origin);
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(request.headers.host ?? ''))
    throw fail('AuthorizationFailed', {
      message: `The request is refused: the Host '${request.headers.host ?? ''}' is not this machine.`
    });
  const from = request.headers.origin;
  if (from !== undefined && !own.some(host => from === `https://${host}`))
    throw fail('AuthorizationFailed', {
      message: `The request is refused: it comes from a page of '${from}'.`
    });
}
