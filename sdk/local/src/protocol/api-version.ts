import type { FastifyInstance } from 'fastify';
import { routedPath } from '../identity/route-access.js';
import { isArmPath } from './arm-path.js';
import { fail } from './errors.js';

/**
 * Requires an api-version, as Azure's Resource Manager does. All versions are served in the same way, because Azure's clients send
 * many; only malformed ones are refused.
 */
export function requireApiVersion(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    // The pattern of the route suffices; only the path of a request without a route must be read.
    if (isArmPath(request.routeOptions.url ?? routedPath(request)))
      checkVersion(request.query as Record<string, string | string[]>);
    done();
  });
}

function checkVersion(query: Record<string, string | string[]>): void {
  const name = Object.keys(query).find(key => key.toLowerCase() === 'api-version');
  const given = name === undefined ? '' : (query[name] ?? '');
  const version = Array.isArray(given) ? given[0] : given;
  if (!version) throw fail('MissingApiVersionParameter');
  if (!/^\d{4}-\d\d-\d\d(-[a-z]+)?$/i.test(version))
    throw fail('InvalidApiVersionParameter', { version });
}
