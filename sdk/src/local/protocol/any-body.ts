import type { FastifyInstance } from 'fastify';

/** Azure's clients send bodies without a content type, or an empty one with JSON's. */
export function acceptAnyBody(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    (_request, text, done) => {
      if (text === '') {
        done(null, undefined);
        return;
      }
      try {
        done(null, JSON.parse(text as string));
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }));
      }
    }
  );
}
