import type { FastifyInstance } from 'fastify';
import { fail } from '../../arm/errors.js';
import { isArmPath } from './arm-path.js';

/**
 * Azure's Resource Manager takes no request without an api-version. Here every version is served alike, since Azure's clients send
 * many; only what cannot be one is refused.
 */
export function requireApiVersion(app: FastifyInstance): void {
  app.addHook('onRequest', async request => {
    if (!isArmPath(request.url.split('?', 1)[0] ?? '')) return;
    const query = Object.entries(request.query as Record<string, string | string[]>);
    const [, given] = query.find(([key]) => key.toLowerCase() === 'api-version') ?? [];
    const [version] = [given ?? ''].flat();
    if (!version) throw fail('MissingApiVersionParameter', undefined);
    if (!/^\d{4}-\d\d-\d\d(-[a-z]+)?$/i.test(version))
      throw fail('InvalidApiVersionParameter', { version });
  });
}
