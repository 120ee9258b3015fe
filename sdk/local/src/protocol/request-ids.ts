import type { FastifyInstance } from 'fastify';

/** Adds the ids of a request to the response as Azure's Resource Manager does: its own and, on demand, those of the client. */
export function answerRequestIds(app: FastifyInstance): void {
  app.addHook('onSend', ({ id, headers }, reply, _payload, done) => {
    reply.header('x-ms-request-id', id);
    reply.header('x-ms-correlation-request-id', headers['x-ms-correlation-request-id'] ?? id);
    const own = headers['x-ms-client-request-id'];
    if (own && String(headers['x-ms-return-client-request-id']).toLowerCase() === 'true')
      reply.header('x-ms-client-request-id', own);
    done();
  });
}
