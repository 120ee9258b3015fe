import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { isCarryError } from 'carry-ml/errors';
import { fullDisk } from '../../protocol/full-disk.js';
import {
  isInterrupted,
  MAX_QUERY_SECONDS,
  MAX_WAITING_QUERIES,
  TooManyQueriesError
} from '../../store/queries.js';
import { fail, mlflowErrors, type MlflowCode } from '../errors.js';

/** An error as MLflow's clients see it. */
interface MlflowError {
  code: string;
  status: number;
  message: string;
}

/** Sends every error as MLflow's `{ error_code, message }`. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((given, request, reply) => {
    const { code, status, message } = toMlflowError(given, request);
    return reply.code(status).send({ error_code: code, message });
  });
  app.setNotFoundHandler((request, reply) => {
    const [path = '', ...query] = request.url.split('?');
    // Like MLflow, redirects a path with empty segments to the same path without them.
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

/** MLflow's codes for errors from outside this room, by status: the workspace's own errors, such as those of sign-in, and Fastify's. */
const codeOfStatus: Record<number, MlflowCode | 'UNAUTHENTICATED'> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  409: 'RESOURCE_ALREADY_EXISTS',
  501: 'NOT_IMPLEMENTED'
};

/** Converts any error to MLflow's form. The details of an internal error are only written to the log. */
export function toMlflowError(given: unknown, request: FastifyRequest): MlflowError {
  const error = searchError(given) ?? fullDisk(given) ?? given;
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

/** The error of a search that takes too long, or that would wait too long. */
function searchError(given: unknown) {
  if (isInterrupted(given)) return fail('SearchTooSlow', { seconds: MAX_QUERY_SECONDS });
  if (given instanceof TooManyQueriesError)
    return fail('SearchesWaiting', { count: MAX_WAITING_QUERIES });
  return undefined;
}
