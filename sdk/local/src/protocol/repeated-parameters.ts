import type { FastifyInstance } from 'fastify';
import { fail } from './errors.js';

/** Microsoft's JavaScript client adds these parameters to a next link that already has them. */
const mayRepeat = new Set(['$top', '$skip']);

/**
 * Refuses repeated query parameters, so that no route gets a list instead of a string. MLflow's messages are excluded: they have
 * repeated fields, which their reader handles.
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
