import type { FastifyInstance } from 'fastify';
import { fail } from './errors.js';

/** Microsoft's JavaScript client adds its own to those of a next link. */
const mayRepeat = new Set(['$top', '$skip']);

/**
 * Refuses a query parameter that comes twice where a text is meant, so that no route meets a list. MLflow's messages have lists
 * of their own, which their reader knows.
 */
export function refuseRepeatedParameters(app: FastifyInstance): void {
  app.addHook('preValidation', ({ routeOptions, query }, _reply, done) => {
    if (!('fields' in routeOptions.config)) refuseLists(query as Record<string, unknown>);
    done();
  });
}

function refuseLists(query: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(query))
    if (Array.isArray(value) && !mayRepeat.has(name))
      throw fail('RepeatedParameter', { name, count: value.length });
}
