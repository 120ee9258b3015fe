import type { FastifyInstance } from 'fastify';
import { routedPath } from '../identity/route-access.js';
import { isArmPath } from './arm-path.js';
import { fail } from './errors.js';

/**
 * Requires an api-version, as Azure's Resource Manager does. All versions are served, because Azure's clients send many;
 * only malformed ones are refused. Where versions name a field differently, the route reads `apiVersionOf`.
 */
export function requireApiVersion(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    // The pattern of the route suffices; only the path of a request without a route must be read.
    if (isArmPath(request.routeOptions.url ?? routedPath(request))) checkVersion(request.query);
    done();
  });
}

/** Returns the api-version of a request, such as `2023-04-01`; their order is that of the texts. */
export function apiVersionOf(query: unknown): string {
  const given = Object.entries(query as Record<string, string | string[]>).find(
    ([key]) => key.toLowerCase() === 'api-version'
  )?.[1];
  return (Array.isArray(given) ? given[0] : given) ?? '';
}

function checkVersion(query: unknown): void {
  const version = apiVersionOf(query);
  if (!version) throw fail('MissingApiVersionParameter');
  if (!/^\d{4}-\d\d-\d\d(-[a-z]+)?$/i.test(version))
    throw fail('InvalidApiVersionParameter', { version });
}
