import type { FastifyInstance } from 'fastify';
import { fail } from '../../arm/errors.js';

/** Microsoft's JavaScript client adds its own to those of a next link. */
const mayRepeat = new Set(['$top', '$skip']);

/**
 * Refuses a query parameter that comes twice where a text is meant, so that no route meets a list. MLflow's messages have lists
 * of their own, which their reader knows.
 */
export function refuseRepeatedParameters(app: FastifyInstance): void {
  app.addHook('preValidation', async request => {
    if ('fields' in request.routeOptions.config) return;
    for (const [name, value] of Object.entries(request.query as Record<string, unknown>))
      if (Array.isArray(value) && !mayRepeat.has(name))
        throw fail('ValidationError', {
          message: `The parameter '${name}' comes ${value.length} times in the URL. Send it once.`
        });
  });
}
