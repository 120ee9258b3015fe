import { isCarryError, printable, type CarryError } from 'carry-ml/errors';
import type { ErrorBody } from './api.js';
import { fail } from './errors.js';

/** Turns any failure into an error with a code and a message. */
export function asCarryError(e: unknown): CarryError {
  if (isCarryError(e)) return e;
  const problem = e instanceof Error ? e.message : String(e);
  if (isValidation(e)) return fail('RequestInvalid', { problem }, { cause: e, target: placeOf(e) });
  return fail('BridgeFailed', { problem }, { cause: e });
}

/** Turns any failure into the body of a response. A message may quote a text of unknown origin. */
export function errorBody(e: unknown): ErrorBody {
  const { code, message, target } = asCarryError(e);
  return { error: { code, message: printable(message), target } };
}

/** Returns where the first wrong value is in the request, such as `/timeout`; undefined for the request as a whole. */
function placeOf(e: unknown): string | undefined {
  const [first] = (e as { validation?: { instancePath: string }[] }).validation ?? [];
  return first?.instancePath === '' ? undefined : first?.instancePath;
}

/** True for Fastify's errors about a request: a body that is not JSON or does not match its schema. */
function isValidation(e: unknown): boolean {
  const { code, statusCode } = e as { code?: unknown; statusCode?: unknown };
  return String(code).startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500;
}
