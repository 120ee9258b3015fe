import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';

/** The header by which the Jupyter server proves that it started this bridge. */
export const SECRET_HEADER = 'x-carry-bridge';

/** The parts of a request that the guard checks. */
export interface GuardedRequest {
  method: string;
  headers: IncomingHttpHeaders;
  /** True for the opening request of a WebSocket. */
  upgrade: boolean;
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Returns the error with which a request must be refused, or undefined if it is allowed.
 *
 * jupyter-server-proxy has authenticated the user, but it disables Jupyter's XSRF check for proxied requests, and a
 * browser sends cookies with requests of any page. So the double-submit cookie and the Origin are checked here.
 */
export function refusal(request: GuardedRequest, secret: string): CarryError | undefined {
  const { headers } = request;
  if (!sameText(single(headers[SECRET_HEADER]), secret)) {
    return fail('BridgeSecretMissing');
  }
  const origin = headers.origin;
  if (origin !== undefined && hostOf(origin) !== headers.host) {
    return fail('ForeignOrigin', { origin });
  }
  if (origin === undefined && (request.upgrade || headers['sec-fetch-site'] === 'cross-site')) {
    return fail('ForeignOrigin', { origin: 'unknown' });
  }
  if (safeMethods.has(request.method)) return undefined;
  const token = single(headers['x-xsrftoken']);
  if (token === '' || !xsrfCookies(headers.cookie).some(cookie => sameText(cookie, token))) {
    return fail('XsrfMismatch');
  }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return fail('JsonExpected');
  }
  return undefined;
}

/** JupyterHub sets one `_xsrf` cookie for itself and one for the user's server; a request has both. */
function xsrfCookies(cookie = ''): string[] {
  return cookie
    .split(';')
    .map(part => part.trim())
    .filter(part => part.startsWith('_xsrf='))
    .map(part => part.slice('_xsrf='.length).replace(/^"(.*)"$/, '$1'));
}

function single(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Compares two texts in a time that does not depend on where they differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
