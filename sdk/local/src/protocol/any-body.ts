import type { FastifyInstance } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { BODY_BYTES } from './body-limits.js';
import { parseJson } from './json-limits.js';

/**
 * The content types under which Microsoft's clients send JSON: `application/json`, `text/json`, `application/json-patch+json` and
 * others with `+json`; some send it as plain text.
 */
const JSON_TYPES = /^(?:(?:application|text)\/(?:[\w.*-]+\+)?json|text\/plain)(?:\s*;|$)/i;

/** The largest number of values where a route accepts longer bodies than others, such as the records of a data set. */
const MANY_VALUES = 50_000;

const texts = new WeakMap<object, string>();

/** Returns the JSON from which a body was parsed. It has the numbers as they were sent, such as `9.0`. */
export function textOfBody(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null ? texts.get(body) : undefined;
}

/**
 * Accepts bodies as Azure's clients send them: JSON under any of its content types or none, or empty.
 *
 * @param toJson - Converts the text of a client that does not send JSON proper.
 */
export function acceptAnyBody(
  server: FastifyInstance,
  toJson: (text: string) => string = text => text
): void {
  for (const type of ['application/json', 'text/plain', JSON_TYPES])
    server.removeContentTypeParser(type);
  server.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (request, body, done) => {
    // Editors and shells of Windows add a byte order mark to UTF-8.
    const text = (body as string).replace(/^\uFEFF/, '');
    if (text === '') {
      done(null, undefined);
      return;
    }
    try {
      const isLong = request.routeOptions.bodyLimit > BODY_BYTES;
      const parsed = parseJson(toJson(text), isLong ? MANY_VALUES : undefined);
      if (typeof parsed === 'object' && parsed !== null) texts.set(parsed, text);
      done(null, parsed);
    } catch (error) {
      done(isCarryError(error) ? error : Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
