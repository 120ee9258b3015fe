import type { FastifyRequest } from 'fastify';
import { fail } from './errors.js';
import { signInPath } from './sign-in.js';

/** Refuses requests of pages of other sites, by their Origin, and those after DNS rebinding, by their Host. */
export function refuseForeign({ headers, url }: FastifyRequest, origin: string): void {
  const port = origin.slice(origin.lastIndexOf(':') + 1);
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin: from } = headers;
  if (!own.includes(host)) throw fail('HostNotLocal', { host });
  // The file that 'carry ui' writes submits its ticket; a file has the origin `null`.
  if (from === 'null' && url === signInPath) return;
  if (from !== undefined && !own.some(each => from === `https://${each}`))
    throw fail('OriginNotLocal', { origin: from });
}

/**
 * Refuses cross-site request forgery: a browser sends the cookie whichever page causes the request. Links may lead here from any page;
 * all other requests must come from the page itself. A browser too old for Sec-Fetch-Site must send Origin to change anything.
 */
export function refuseForged({ method, headers }: FastifyRequest): void {
  const isRead = method === 'GET' || method === 'HEAD';
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  if (site === undefined && (isRead || headers.origin !== undefined)) return;
  const isOpened =
    site === 'none' ||
    (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document');
  if (site !== undefined && isRead && isOpened) return;
  throw fail('CookieForged');
}
