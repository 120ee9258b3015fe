import type { FastifyError, FastifyInstance } from 'fastify';
import type { ErrorEnvelope } from 'carry-ml/arm';
import { isCarryError, type CarryError } from 'carry-ml/errors';
import { isArmPath } from './arm-path.js';
import { fail } from './errors.js';
import { fullDisk } from './full-disk.js';

/** Sends every error in ARM's envelope. Details of internal errors are only logged. */
export function replyWithErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isCarryError(error) ? error : (fullDisk(error) ?? fromFramework(error));
    if (!known) request.log.error(error);
    const { code, status, message, target, details } =
      known ?? fail('InternalServerError', { requestId: request.id }, { cause: error });
    // azureml-core fails to print an error without a list of details.
    const isPlain = isArmPath(request.url) || details !== undefined;
    const body: ErrorEnvelope = {
      error: { code, message, target, details: isPlain ? details : [] }
    };
    return reply.code(status).send(body);
  });
}

/** The reasons for statuses that the framework sets and that have codes of their own. */
const codes = {
  413: 'RequestEntityTooLarge',
  414: 'RequestUriTooLong',
  415: 'UnsupportedMediaType'
} as const;

/** Number of faults of a body that an error names. A long list may have a fault in each item. */
const MAX_DETAILS = 50;

/** Converts an error of Fastify itself, such as an invalid or too large body. Undefined for internal errors. */
export function fromFramework(error: FastifyError): CarryError | undefined {
  if (error.validation) {
    const details = error.validation
      .slice(0, MAX_DETAILS)
      .map(({ instancePath, params, message }) => {
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
