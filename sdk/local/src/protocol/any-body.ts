import type { FastifyInstance } from 'fastify';

/** Accepts bodies as Azure's clients send them: JSON without a content type, or empty ones with that of JSON. */
export function acceptAnyBody(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    (_request, body, done) => {
      // Editors and shells of Windows add a byte order mark to UTF-8.
      const text = (body as string).replace(/^\uFEFF/, '');
      if (text === '') {
        done(null, undefined);
        return;
      }
      try {
        done(null, JSON.parse(text));
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }));
      }
    }
  );
}
