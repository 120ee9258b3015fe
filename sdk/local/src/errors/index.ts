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
  RegistryNotFound: {
    status: 404,
    message: (p: { name: string }) =>
      `There is no registry '${p.name}' here. Check its name, or create it: 'registries.begin_create' of azure-ai-ml does.`
  },
  ResourceGroupNotFound: {
    status: 404,
    message: (p: { name: string }) => `The resource group '${p.name}' is not there. Check the id.`
  },
  WorkspaceNotFound: {
    status: 404,
    message: (p: { name: string; known: string }) =>
      `There is no workspace '${p.name}' here; this server holds '${p.known}'. Check subscription, resource group and workspace name.`
  },
  UserError: { status: 400, message: (p: { message: string }) => p.message },
  ValidationError: { status: 400, message: (p: { message: string }) => p.message },
  RequestTimeout: {
    status: 408,
    message: () => 'The request did not arrive whole in time. Send it again.'
  },
  RequestEntityTooLarge: {
    status: 413,
    message: () => 'The body is larger than this operation takes. Upload large contents as blobs.'
  },
  RequestUriTooLong: {
    status: 414,
    message: () => 'A part of the URL is longer than any name can be. Use a shorter one.'
  },
  UnsupportedMediaType: {
    status: 415,
    message: () => 'The body has a content type that is not taken here. Send application/json.'
  },
  RequestHeadersTooLarge: {
    status: 431,
    message: () => 'The headers are larger than 16 KB together. Send fewer or shorter ones.'
  },
  Conflict: { status: 409, message: (p: { message: string }) => p.message },
  AuthenticationFailed: {
    status: 401,
    message: (p: { reason: string }) =>
      `The request has no valid token: ${p.reason}. Sign in again, or for the local workspace run 'carry env' for a fresh one.`
  },
  AuthorizationFailed: { status: 403, message: (p: { message: string }) => p.message },
  DiskQuotaExceeded: {
    status: 403,
    message: (p: { used: string; limit: string; wanted: string; largest: string }) =>
      `The local workspace holds ${p.used} of the ${p.limit} that it may, and ${p.wanted} more do not fit. Delete files, models or data assets that are not needed, or raise 'diskLimit' in its settings. The largest folders: ${p.largest}.`
  },
  DiskFull: {
    status: 403,
    message: (p: { home?: string; free?: string; reserve?: string }) =>
      `The disk of the local workspace is full${p.free ? `: ${p.free} are free at ${p.home ?? ''}, and ${p.reserve ?? ''} are kept in reserve` : ''}. Nothing was stored. Delete what is not needed, then try again.`
  },
  TooManyJobs: {
    status: 429,
    message: (p: { limit: number }) =>
      `${p.limit} jobs wait or run, and no more are taken in. Wait for some to end, cancel some, or raise 'queueLimit' in the settings of the local workspace.`
  },
  NotImplemented: {
    status: 501,
    message: (p: { operation: string }) =>
      `The local workspace does not have '${p.operation}' yet. Use an Azure workspace for it.`
  },
  JobTypeNotServed: {
    status: 501,
    message: (p: { jobType: string; instead: string }) =>
      `The local workspace runs no job of type '${p.jobType}'. ${p.instead}`
  },
  MethodNotAllowed: {
    status: 405,
    message: (p: { operation: string; methods: string[] }) =>
      `'${p.operation}' is no operation; the path takes ${p.methods.join(', ')}.`
  },
  NotFound: {
    status: 404,
    message: (p: { operation: string }) =>
      `There is nothing at '${p.operation}'. Check the path of the request.`
  },
  InvalidResourceType: {
    status: 404,
    message: (p: { operation: string }) =>
      `The resource type of '${p.operation}' could not be found in the namespace 'Microsoft.MachineLearningServices'. Check the path of the request.`
  },
  MissingApiVersionParameter: {
    status: 400,
    message: () => 'The api-version query parameter (?api-version=) is required for all requests.'
  },
  InvalidApiVersionParameter: {
    status: 400,
    message: (p: { version: string }) =>
      `The api-version '${p.version}' is invalid. It is a date such as '2023-04-01', or one with '-preview' behind it.`
  },
  InternalServerError: {
    status: 500,
    message: (p: { requestId: string }) =>
      `The local workspace failed on this request (${p.requestId}); its log has the details: see 'carry status'.`
  }
};

/** Builds an error of the protocol: `throw fail('ResourceNotFound', { type: 'job', name })`. */
export const fail = defineErrors(localErrors);
