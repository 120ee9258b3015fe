import type { FastifyError, FastifyInstance } from 'fastify';
import { isCarryError } from '../error.js';
import { fail } from '../arm/errors.js';
import type { ErrorEnvelope } from '../arm/envelope.js';

/** Answers every error in ARM's envelope; what went wrong inside stays in the log. */
export function replyWithErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isCarryError(error) ? error : fromFramework(error);
    if (!known) request.log.error(error);
    const { code, status, message, target, details } =
      known ?? fail('InternalServerError', { requestId: request.id }, { cause: error });
    const body: ErrorEnvelope = { error: { code, message, target, details } };
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(request => {
    throw fail('NotImplemented', {
      operation: `${request.method} ${request.url.split('?')[0] ?? ''}`
    });
  });
}

/** What the framework refuses by itself: a body that does not fit its schema, broken JSON, too large a body. */
function fromFramework(error: FastifyError) {
  if (error.validation) {
    const details = error.validation.map(v => ({
      code: 'ValidationError',
      message: `${v.instancePath || 'the body'} ${v.message ?? 'is not valid'}`,
      target: v.instancePath
    }));
    return fail(
      'ValidationError',
      { message: `The request is not valid: ${details.map(d => d.message).join('; ')}.` },
      { details }
    );
  }
  if (error.statusCode !== undefined && error.statusCode < 500)
    return fail('ValidationError', { message: `The request is not valid: ${error.message}.` });
  return undefined;
}
