import { defineErrors } from 'carry-ml/errors';
import { localErrors } from '../errors/index.js';

/** Requests that break a rule of HTTP or of Azure's Resource Manager, whatever the resource. */
export const protocolErrors = {
  InvalidBody: {
    code: 'ValidationError',
    status: 400,
    message: (p: { problems: string[] }) => `The request is not valid: ${p.problems.join('; ')}.`
  },
  MalformedRequest: {
    code: 'ValidationError',
    status: 400,
    message: (p: { problem: string }) => `The request is not valid: ${p.problem}.`
  },
  JsonTooComplex: {
    code: 'ValidationError',
    status: 400,
    message: (p: { items: string; limit: number }) =>
      `The body has more than ${p.limit} ${p.items}. Send several smaller requests, or upload large contents as blobs.`
  },
  ReservedKey: {
    code: 'ValidationError',
    status: 400,
    message: (p: { key: string }) =>
      `The body has the key '${p.key}', which is reserved. Use another name.`
  },
  TooManyTags: {
    status: 400,
    message: (p: { count: number; limit: number }) =>
      `The resource would have ${p.count} tags, more than ${p.limit}. Remove some of its tags: set them to null in the same request.`
  },
  NotHttp: {
    code: 'ValidationError',
    status: 400,
    message: () => 'The server received data that is not an HTTP/1.1 request.'
  },
  RepeatedParameter: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; count: number }) =>
      `The URL contains the parameter '${p.name}' ${p.count} times. Send it once.`
  },
  InvalidListView: {
    code: 'ValidationError',
    status: 400,
    message: (p: { value: string }) =>
      `listViewType is '${p.value}'; it must be ActiveOnly, ArchivedOnly or All.`
  },
  InvalidBoolean: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: string; value: string }) =>
      `${p.name} is '${p.value}'; it must be true or false.`
  },
  InvalidCount: {
    code: 'ValidationError',
    status: 400,
    message: (p: { name: '$skip' | '$top'; value: string }) =>
      `${p.name} is '${p.value}'; it must be a whole number${p.name === '$skip' ? ', or the token from the nextLink of this list' : ''}.`
  },
  WorkspaceNotFound: {
    status: 404,
    message: (p: { name: string; known: string }) =>
      `The workspace '${p.name}' does not exist; this server has the workspace '${p.known}'. Check subscription, resource group and workspace name.`
  },
  RequestTimeout: {
    status: 408,
    message: () => 'The request did not arrive completely in time. Send it again.'
  },
  RequestEntityTooLarge: {
    status: 413,
    message: () => 'The body is larger than this operation accepts. Upload large contents as blobs.'
  },
  RequestUriTooLong: {
    status: 414,
    message: () => 'A part of the URL is longer than any name can be. Use a shorter one.'
  },
  UnsupportedMediaType: {
    status: 415,
    message: () => 'The content type of the body is not supported. Send application/json.'
  },
  RequestHeadersTooLarge: {
    status: 431,
    message: () => 'The headers together are larger than 16 KB. Send fewer or shorter ones.'
  },
  MethodNotAllowed: {
    status: 405,
    message: (p: { operation: string; methods: string[] }) =>
      `'${p.operation}' is not an operation; the path accepts ${p.methods.join(', ')}.`
  },
  NotFound: {
    status: 404,
    message: (p: { operation: string }) =>
      `Nothing was found at '${p.operation}'. Check the path of the request.`
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
      `The api-version '${p.version}' is invalid. It is a date such as '2023-04-01', optionally followed by '-preview'.`
  },
  InternalServerError: {
    status: 500,
    message: (p: { requestId: string }) =>
      `The local workspace failed on this request (${p.requestId}). Its log has the details: see 'carry status'.`
  }
};

export const fail = defineErrors({ ...localErrors, ...protocolErrors });
