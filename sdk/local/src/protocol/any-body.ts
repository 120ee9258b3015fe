import type { FastifyInstance } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { parseJson } from './json-limits.js';

/**
 * The content types under which Microsoft's clients send JSON: `application/json`, `text/json`, `application/json-patch+json` and
 * others with `+json`; some send it as plain text.
 */
const JSON_TYPES = /^(?:(?:application|text)\/(?:[\w.*-]+\+)?json|text\/plain)(?:\s*;|$)/i;

/** Accepts bodies as Azure's clients send them: JSON under any of its content types or none, or empty. */
export function acceptAnyBody(server: FastifyInstance): void {
  server.removeContentTypeParser('application/json');
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (_request, body, done) => {
    // Editors and shells of Windows add a byte order mark to UTF-8.
    const text = (body as string).replace(/^\uFEFF/, '');
    if (text === '') {
      done(null, undefined);
      return;
    }
    try {
      done(null, parseJson(text));
    } catch (error) {
      done(isCarryError(error) ? error : Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
