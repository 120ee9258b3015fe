import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { fullDisk } from '../../protocol/full-disk.js';
import { fail, mlflowErrors, type MlflowCode } from '../errors.js';

/** What a client is told of an error. */
interface Answer {
  code: string;
  status: number;
  message: string;
}

/** Every error leaves as MLflow's `{ error_code, message }`. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((given, request, reply) => {
    const { code, status, message } = translate(given, request);
    return reply.code(status).send({ error_code: code, message });
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = '', ...query] = request.url.split('?');
    // As MLflow does, a path with empty parts leads to the one without.
    if (path.includes('//'))
      return reply.redirect([path.replace(/\/{2,}/g, '/'), ...query].join('?'), 308);
    const isMlflow = /\/(?:ajax-)?api\/\d\.0\/mlflow/.test(path);
    const { code, status, message } = isMlflow
      ? fail('MlflowNotImplemented', {
          operation: `${request.method} ${path.replace(/^.*(?=\/mlflow\/)/, '')}`
        })
      : fail('MlflowEndpointNotFound', { method: request.method, path });
    return reply.code(status).send({ error_code: code, message });
  });
}

const knownCodes: ReadonlySet<string> = new Set(Object.values(mlflowErrors).map(row => row.code));

/** MLflow's code for the statuses of errors that others threw: the workspace's own, such as those of sign-in, and Fastify's. */
const codeOfStatus: Record<number, MlflowCode | 'UNAUTHENTICATED'> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  409: 'RESOURCE_ALREADY_EXISTS',
  501: 'NOT_IMPLEMENTED'
};

/** An error as MLflow's clients know it; of what went wrong inside they learn only where the log has it. */
export function translate(given: unknown, request: FastifyRequest): Answer {
  const error = fullDisk(given) ?? given;
  if (isCarryError(error)) {
    const { code, status, message } = error;
    const known = knownCodes.has(code) ? code : (codeOfStatus[status] ?? 'BAD_REQUEST');
    return { code: known, status, message };
  }
  const { statusCode: status = 500, message = '' } = error as Partial<FastifyError>;
  if (status < 500) return { code: codeOfStatus[status] ?? 'BAD_REQUEST', status, message };
  request.log.error(error);
  return fail('MlflowRequestFailed', { requestId: request.id });
}
