import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Larger bodies and responses are handled in several turns of the event loop. Small members take more time than long texts. */
const LARGE_BYTES = 64 * 1024;

/**
 * Lets other requests have their turn between the steps of a large one: parsing, validation, its handler, the serialization of the
 * response and its encryption. Each step on its own is short, their sum is not.
 */
export function handleInTurns(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    pauseIf(isLarge(request), done);
  });
  server.addHook('preHandler', (request, _reply, done) => {
    pauseIf(isLarge(request), done);
  });
  server.addHook('preSerialization', (request, _reply, payload, done) => {
    pauseIf(isLarge(request), () => {
      done(null, payload);
    });
  });
  server.addHook('onSend', (_request, _reply, payload, done) => {
    pauseIf(typeof payload === 'string' && payload.length > LARGE_BYTES, () => {
      done(null, payload);
    });
  });
}

function pauseIf(condition: boolean, next: () => void): void {
  if (condition) setImmediate(next);
  else next();
}

/** A body without a length, in HTTP's chunks, may be large. */
function isLarge({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return length === undefined
    ? headers['transfer-encoding'] !== undefined
    : Number(length) > LARGE_BYTES;
}
