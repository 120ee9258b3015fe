import type { FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import { signInPath } from './sign-in.js';

/** A browser names the page that asks; a name server that turned against the user shows in Host. */
export function refuseForeign({ headers, url }: FastifyRequest, origin: string): void {
  const port = origin.slice(origin.lastIndexOf(':') + 1);
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin: from } = headers;
  if (!own.includes(host)) throw fail('HostNotLocal', { host });
  // The file that 'carry ui' writes hands in its ticket, and a file has no origin to name.
  if (from === 'null' && url === signInPath) return;
  if (from !== undefined && !own.some(each => from === `https://${each}`))
    throw fail('OriginNotLocal', { origin: from });
}

/**
 * Refuses what a cookie came with when another page made the browser ask: a browser sends it whoever asks. A link may lead here from
 * anywhere; all else must come from the page itself, and a browser too old to say so must name its origin to change anything.
 */
export function refuseForged({ method, headers }: FastifyRequest): void {
  const looks = method === 'GET' || method === 'HEAD';
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  if (site === undefined && (looks || headers.origin !== undefined)) return;
  const isOpened =
    site === 'none' ||
    (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
  if (site !== undefined && looks && isOpened) return;
  throw fail('CookieForged');
}
