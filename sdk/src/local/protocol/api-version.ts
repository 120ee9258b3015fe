import type { FastifyInstance } from 'fastify';
import { fail } from '../../arm/errors.js';

/**
 * Azure's Resource Manager takes no request without an api-version. Here every version is served alike, since Azure's clients send
 * many; only what cannot be one is refused.
 */
export function requireApiVersion(app: FastifyInstance): void {
  app.addHook('onRequest', async request => {
    const { pathname, searchParams } = new URL(request.url, 'https://arm');
    if (!/^\/(subscriptions|providers)(\/|$)/i.test(pathname)) return;
    const names = [...searchParams.keys()].filter(key => key.toLowerCase() === 'api-version');
    const [version] = names.map(name => searchParams.get(name) ?? '');
    if (!version) throw fail('MissingApiVersionParameter', undefined);
    if (!/^\d{4}-\d\d-\d\d(-[a-z]+)?$/i.test(version))
      throw fail('InvalidApiVersionParameter', { version });
  });
}
