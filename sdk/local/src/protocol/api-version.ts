import type { FastifyInstance } from 'fastify';
import { fail } from './errors.js';
import { isArmPath } from './arm-path.js';

/**
 * Azure's Resource Manager takes no request without an api-version. Here every version is served alike, since Azure's clients send
 * many; only what cannot be one is refused.
 */
export function requireApiVersion(app: FastifyInstance): void {
  app.addHook('onRequest', ({ url, query }, _reply, done) => {
    if (isArmPath(url.split('?', 1)[0] ?? ''))
      checkVersion(query as Record<string, string | string[]>);
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
