import { CarryError, isCarryError } from '../errors/index.js';

interface StorageFailure {
  code?: string;
  statusCode?: number;
  message: string;
  request?: { url?: string };
  response?: { headers?: { get(name: string): string | undefined } };
}

/** The blob library's errors as ours, with the service's code; anything else as it is. */
export function storageError(error: unknown): unknown {
  if (isCarryError(error) || !isStorageFailure(error)) return error;
  const code = error.code ?? (error.statusCode === undefined ? 'ServiceUnreachable' : 'BlobError');
  // The library's message goes on with the whole answer; its first line is the sentence.
  const message = error.message.split('\n', 1)[0] ?? error.message;
  return new CarryError(code, error.statusCode ?? 503, `The blob store says: ${message}`, {
    target: error.request?.url?.split('?', 1)[0],
    requestId: error.response?.headers?.get('x-ms-request-id'),
    cause: error
  });
}

function isStorageFailure(error: unknown): error is StorageFailure {
  return error instanceof Error && error.name === 'RestError';
}
