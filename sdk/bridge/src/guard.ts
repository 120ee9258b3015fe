import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';

/** Header in which the Jupyter server proves that it started this bridge. */
export const SECRET_HEADER = 'x-carry-bridge';

/** What the guard looks at. */
export interface GuardedRequest {
  method: string;
  headers: IncomingHttpHeaders;
  /** True for the opening request of a WebSocket. */
  upgrade: boolean;
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Says why a request must not be answered, or undefined when it may be.
 *
 * jupyter-server-proxy has authenticated the user, but it switches Jupyter's XSRF check off for what it proxies, and
 * a browser sends cookies along with requests of any page. So the double submit and the Origin are checked here.
 */
export function refusal(request: GuardedRequest, secret: string): CarryError | undefined {
  const { headers } = request;
  if (!sameText(single(headers[SECRET_HEADER]), secret)) {
    return fail('BridgeSecretMissing', undefined);
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
    return fail('XsrfMismatch', undefined);
  }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return fail('JsonExpected', undefined);
  }
  return undefined;
}

/** A JupyterHub sets one `_xsrf` for itself and one for the user's server; both reach us. */
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

/** Compares in a time that tells nothing of where the texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
