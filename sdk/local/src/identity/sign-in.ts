import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import type { BrowserSessions } from './browser-sessions.js';
import { publicRoute, question } from './route-access.js';
import type { Claims } from './tokens.js';

/** The path to which a browser submits its ticket. */
export const signInPath = '/sign-in';
/** The path at which a client with a token requests a ticket. */
export const ticketPath = `${signInPath}/tickets`;

/** The cookie is valid for MLflow's page and the requests of that page only. */
const cookiePath = '/mlflow/';

declare module 'fastify' {
  interface FastifyRequest {
    /** The claims of the sender; null on paths without authentication. */
    claims: Claims | null;
  }
}

/** Issues a ticket to a client that has a token. It grants no more than the token with which it is requested. */
export function ticketRoute(app: FastifyInstance, sessions: BrowserSessions): void {
  app.post(ticketPath, { config: question }, ({ claims }, reply) => {
    if (!claims) throw fail('TicketNeedsToken');
    return reply.header('cache-control', 'no-store').send({ ticket: sessions.issue(claims) });
  });
}

/**
 * Signs a browser in: exchanges the ticket for a cookie that no script can read. The ticket is in the body of a form, because URLs are
 * kept in histories and logs.
 */
export function signInRoute(
  app: FastifyInstance,
  sessions: BrowserSessions,
  at: { origin: () => string; page: string }
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1024 },
    (_request, text, done) => {
      done(null, new URLSearchParams(text as string));
    }
  );
  app.post<{ Body?: URLSearchParams }>(signInPath, { config: publicRoute }, ({ body }, reply) => {
    const session = sessions.redeem(body?.get('ticket') ?? '');
    if (!session) throw fail('TicketInvalid');
    const cookie = `${cookieName(at.origin())}=${session}`;
    return reply
      .header('set-cookie', `${cookie}; Path=${cookiePath}; Secure; HttpOnly; SameSite=Lax`)
      .redirect(at.page, 303);
  });
}

/** Returns the session that the request's cookie names, on the paths for which the cookie is valid. */
export function sessionOf(request: FastifyRequest, origin: string): string | undefined {
  if (!request.url.startsWith(cookiePath)) return undefined;
  const name = `${cookieName(origin)}=`;
  const cookies = (request.headers.cookie ?? '').split(/; */);
  return cookies.find(cookie => cookie.startsWith(name))?.slice(name.length);
}

/** The port is part of the name because browsers share cookies between the ports of a host. `__Secure-` excludes cookies set over http. */
function cookieName(origin: string): string {
  return `__Secure-carry-${new URL(origin).port}`;
}
