import { isCarryError, type CarryError } from 'carry-ml/errors';
import type { ErrorBody } from './api.js';
import { fail } from './errors.js';

/** Any failure as an error with a code and words. */
export function asCarryError(e: unknown): CarryError {
  if (isCarryError(e)) return e;
  const problem = e instanceof Error ? e.message : String(e);
  if (isValidation(e)) return fail('RequestInvalid', { problem }, { cause: e });
  return fail('BridgeFailed', { problem }, { cause: e });
}

/** Any failure as the page reads it. */
export function errorBody(e: unknown): ErrorBody {
  const { code, message, target } = asCarryError(e);
  return { error: target === undefined ? { code, message } : { code, message, target } };
}

/** Fastify's own errors about a request: a body that is no JSON or does not fit its schema. */
function isValidation(e: unknown): boolean {
  const { code, statusCode } = e as { code?: unknown; statusCode?: unknown };
  return String(code).startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500;
}
