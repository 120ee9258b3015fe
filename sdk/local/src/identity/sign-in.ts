import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import type { BrowserSessions } from './browser-sessions.js';
import type { Claims } from './tokens.js';

/** Where a browser hands in its ticket. */
export const signInPath = '/sign-in';
/** Where the bearer of a token asks for a ticket. */
export const ticketPath = `${signInPath}/tickets`;

/** A cookie opens MLflow's page and what the page calls, and nothing else of the workspace. */
const opens = '/mlflow/';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where nobody has to say so. */
    claims: Claims | null;
  }
}

/** Gives a ticket to whoever has a token. */
export function ticketRoute(app: FastifyInstance, sessions: BrowserSessions): void {
  app.post(ticketPath, ({ claims }, reply) => {
    if (!claims) throw fail('TicketNeedsToken');
    return reply.header('cache-control', 'no-store').send({ ticket: sessions.issue(claims) });
  });
}

/**
 * Signs a browser in. The ticket comes in the body of a form, since a URL is kept in histories and logs, and leaves as a cookie that
 * no script can read.
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
  app.post<{ Body?: URLSearchParams }>(signInPath, ({ body }, reply) => {
    const session = sessions.redeem(body?.get('ticket') ?? '');
    if (!session) throw fail('TicketInvalid');
    const cookie = `${cookieName(at.origin())}=${session}`;
    return reply
      .header('set-cookie', `${cookie}; Path=${opens}; Secure; HttpOnly; SameSite=Lax`)
      .redirect(at.page, 303);
  });
}

/** The session that the request's cookie names, where a cookie counts. */
export function sessionOf(request: FastifyRequest, origin: string): string | undefined {
  if (!request.url.startsWith(opens)) return undefined;
  const name = `${cookieName(origin)}=`;
  const cookies = (request.headers.cookie ?? '').split(/; */);
  return cookies.find(cookie => cookie.startsWith(name))?.slice(name.length);
}

/** Browsers keep one jar for all ports of a host, so each server's cookie has a name of its own; and none set over http is one. */
function cookieName(origin: string): string {
  return `__Secure-carry-${new URL(origin).port}`;
}
