import { defineErrors } from 'carry-ml/errors';

/**
 * Every error that the protocol knows, on the wire and in the client. Codes are Azure's where Azure has one.
 * A code is never renamed.
 */
export const localErrors = {
  ResourceNotFound: {
    status: 404,
    message: (p: { type: string; name: string; place?: string }) =>
      `There is no ${p.type} named '${p.name}' in ${p.place ?? 'this workspace'}. List the ${p.type}s to see the names there are.`
  },
  AuthenticationFailed: {
    status: 401,
    message: (p: { reason: string }) =>
      `The request has no valid token: ${p.reason}. Sign in again, or for the local workspace run 'carry env' for a fresh one.`
  },
  AuthorizationFailed: { status: 403, message: (p: { message: string }) => p.message },
  DiskFull: {
    status: 403,
    message: (p: { home?: string; free?: string; reserve?: string }) =>
      `The disk of the local workspace is full${p.free ? `: ${p.free} are free at ${p.home ?? ''}, and ${p.reserve ?? ''} are kept in reserve` : ''}. Nothing was stored. Delete what is not needed, then try again.`
  },
  NotImplemented: {
    status: 501,
    message: (p: { operation: string }) =>
      `The local workspace does not have '${p.operation}' yet. Use an Azure workspace for it.`
  }
};

/** Builds an error of the protocol: `throw fail('ResourceNotFound', { type: 'job', name })`. */
export const fail = defineErrors(localErrors);
