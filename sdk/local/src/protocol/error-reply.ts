import type { IncomingMessage } from 'node:http';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { ErrorEnvelope } from 'carry-ml/arm';
import { isCarryError, type CarryError } from 'carry-ml/errors';
import { fail } from './errors.js';
import { fullDisk } from './full-disk.js';

/** Answers every error in ARM's envelope; what went wrong inside stays in the log. */
export function replyWithErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isCarryError(error) ? error : (fullDisk(error) ?? fromFramework(error));
    if (!known) request.log.error(error);
    const { code, status, message, target, details } =
      known ?? fail('InternalServerError', { requestId: request.id }, { cause: error });
    const body: ErrorEnvelope = { error: { code, message, target, details } };
    return reply.code(status).send(body);
  });
}

/**
 * Reads the rest of a body that was refused for its size: a client that is still writing would see its connection break instead of
 * the answer. What is longer still is cut off.
 */
export async function readRest(request: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > mostRest) break;
  }
}
const mostRest = 256 * 1024 * 1024;

/** Statuses that the framework refuses with and that have a code of their own. */
const codes = {
  413: 'RequestEntityTooLarge',
  414: 'RequestUriTooLong',
  415: 'UnsupportedMediaType'
} as const;

/** What the framework refuses by itself: a body that does not fit its schema, broken JSON, too large a body. */
export function fromFramework(error: FastifyError): CarryError | undefined {
  if (error.validation) {
    const details = error.validation.map(({ instancePath, params, message }) => {
      const missing = params.missingProperty as string | undefined;
      return {
        code: 'ValidationError',
        message: `${instancePath || 'the body'} ${message ?? 'is not valid'}`,
        target: [...instancePath.split('/').slice(1), ...(missing ? [missing] : [])].join('.')
      };
    });
    return fail(
      'InvalidBody',
      { problems: details.map(detail => detail.message) },
      { target: details[0]?.target, details }
    );
  }
  if (error.statusCode === 413 || error.statusCode === 414 || error.statusCode === 415)
    return fail(codes[error.statusCode]);
  if (error.statusCode !== undefined && error.statusCode < 500)
    return fail('MalformedRequest', { problem: error.message });
  return undefined;
}
