import { CarryError, isCarryError } from '../errors/index.js';
import { fail } from './errors.js';

interface StorageFailure {
  code?: string;
  statusCode?: number;
  message: string;
  request?: { url?: string };
  response?: { headers?: { get(name: string): string | undefined } };
}

/** Turns an error of the blob library into ours, with the service's code and message; returns any other as it is. */
export function storageError(error: unknown): unknown {
  if (isCarryError(error) || !isStorageFailure(error)) return error;
  // The library appends the whole response to its message; the first line is the sentence.
  const reason = error.message.split('\n', 1)[0] ?? error.message;
  const facts = {
    target: error.request?.url?.split('?', 1)[0],
    requestId: error.response?.headers?.get('x-ms-request-id'),
    cause: error
  };
  const { code, statusCode } = error;
  if (statusCode === undefined) return fail('BlobStoreUnreachable', { reason }, facts);
  if (code === undefined) return fail('BlobStoreFailed', { reason }, facts);
  return new CarryError(code, statusCode, reason, facts);
}

function isStorageFailure(error: unknown): error is StorageFailure {
  return error instanceof Error && error.name === 'RestError';
}
