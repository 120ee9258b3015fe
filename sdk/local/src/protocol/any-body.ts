import type { FastifyInstance } from 'fastify';

/** Azure's clients send bodies without a content type, or an empty one with JSON's. */
export function acceptAnyBody(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    (_request, body, done) => {
      // Editors and shells of Windows put a mark before UTF-8.
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
