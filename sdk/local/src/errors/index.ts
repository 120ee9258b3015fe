import { defineErrors } from 'carry-ml/errors';

/**
 * Errors that many rooms use; each room has a table of its own beside it. Codes are Azure's where Azure has one, and are never
 * renamed.
 */
export const localErrors = {
  ResourceNotFound: {
    status: 404,
    message: (p: { type: string; name: string; place?: string }) =>
      `There is no ${p.type} named '${p.name}' in ${p.place ?? 'this workspace'}. List the ${p.type}s to see the existing names.`
  },
  DiskFull: {
    status: 403,
    message: (p: { home?: string; free?: string; reserve?: string }) =>
      `The disk of the local workspace is full${p.free ? `: ${p.free} are free at ${p.home ?? ''}, and ${p.reserve ?? ''} are kept in reserve` : ''}. Nothing was stored. Delete files that are not needed, then try again.`
  },
  NotImplemented: {
    status: 501,
    message: (p: { operation: string }) =>
      `The local workspace does not have '${p.operation}' yet. Use an Azure workspace for it.`
  }
};

/** Builds an error of the protocol: `throw fail('ResourceNotFound', { type: 'job', name })`. */
export const fail = defineErrors(localErrors);
