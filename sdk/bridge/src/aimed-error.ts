import { CarryError, isCarryError } from 'carry-ml/errors';

/** Returns an error with the part of the request that it is about; one of the service itself as it is. */
export function aimed(e: unknown, target: string): unknown {
  if (!isCarryError(e) || e.status >= 500) return e;
  const { code, status, message, requestId, cause } = e;
  return new CarryError(code, status, message, { target, requestId, cause });
}
