import type { FastifyInstance } from 'fastify';

/**
 * Makes a browser treat a response as data: it neither guesses a type nor runs a script in it. Jobs write the content of blobs and
 * artifacts and choose its type, and the browser that opens it may be signed in to MLflow's page on the same origin.
 */
export const passiveContent = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox'
} as const;

/** Sends every response as passive content, unless its route sets headers of its own, as MLflow's page does. */
export function sendPassiveContent(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(passiveContent);
    done();
  });
}
