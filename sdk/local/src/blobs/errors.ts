import { defineErrors } from 'carry-ml/errors';

/** The codes of Azure's Blob service, with the statuses that its clients evaluate. */
export const blobErrors = {
  BlobNotFound: {
    status: 404,
    message: (p: { blob: string }) => `The blob '${p.blob}' does not exist.`
  },
  ContainerNotFound: {
    status: 404,
    message: (p: { container: string }) => `The container '${p.container}' does not exist.`
  },
  ContainerAlreadyExists: {
    status: 409,
    message: (p: { container: string }) => `The container '${p.container}' already exists.`
  },
  BlobAlreadyExists: {
    status: 409,
    message: (p: { blob: string }) => `The blob '${p.blob}' already exists.`
  },
  BlobNameConflict: {
    status: 409,
    message: (p: { blob: string }) =>
      `'${p.blob}' cannot be stored: blobs are files on this machine, and a part of this path is already a file or a folder. Choose another name.`
  },
  BlobLinkOutside: {
    code: 'ResourceTypeMismatch',
    status: 409,
    message: (p: { blob: string }) =>
      `'${printable(p.blob)}' cannot be written: a part of this path is a link that leads out of the container. Remove the link, or choose another name.`
  },
  StagingFolderReplaced: {
    code: 'InternalError',
    status: 500,
    message: () =>
      "The folder '.staging' beside the containers was replaced by something else. Remove it; the server creates it again."
  },
  InvalidResourceName: {
    status: 400,
    message: (p: { name: string }) =>
      `'${printable(p.name)}' cannot be stored as a name: it must have no empty, '.' or '..' part, no control characters, and no part over 255 bytes.`
  },
  InvalidBlockList: {
    status: 400,
    message: (p: { block: string }) =>
      `The block '${p.block}' has not been uploaded. Upload every block before the list.`
  },
  InvalidRange: {
    status: 416,
    message: (p: { range: string; size: number }) =>
      `The range '${p.range}' is outside the blob's ${p.size} bytes.`
  },
  Md5Mismatch: {
    status: 400,
    message: (p: { blob: string }) =>
      `The content of '${p.blob}' does not match its Content-MD5: it was damaged in transit. Upload it again.`
  },
  ConditionNotMet: {
    status: 412,
    message: (p: { header: string }) => `The condition in '${p.header}' is not met.`
  },
  InvalidHeaderValue: {
    status: 400,
    message: (p: { header: string }) =>
      `The value of the header '${p.header}' is missing or not valid.`
  },
  SignatureInvalid: {
    code: 'BlobAuthenticationFailed',
    status: 403,
    message: () => 'The signature of the URL is not valid for this resource. Request a new URL.'
  },
  SignatureExpired: {
    code: 'BlobAuthenticationFailed',
    status: 403,
    message: () => 'The signature of the URL has expired. Request a new URL.'
  },
  AuthorizationPermissionMismatch: {
    status: 403,
    message: (p: { permission: string }) =>
      `The URL does not grant the permission '${p.permission}' that this request needs.`
  },
  UnauthorizedBlobOverwrite: {
    status: 403,
    message: (p: { blob: string }) =>
      `The URL permits the creation of blobs, and '${printable(p.blob)}' exists: overwriting it needs the permission 'w'.`
  },
  EmptyMetadataKey: {
    status: 400,
    message: () => "The header 'x-ms-meta-' names no metadata. Add a key to its name."
  },
  InvalidMetadata: {
    status: 400,
    message: (p: { key: string }) =>
      `'${p.key}' cannot be the key of metadata: it must begin with a letter or '_', and contain only letters, digits and '_'.`
  },
  MarkerInvalid: {
    code: 'InvalidQueryParameterValue',
    status: 400,
    message: () =>
      "The value of the query parameter 'marker' is not one that this listing returned. Pass NextMarker of the page before, unchanged, or list from the beginning."
  },
  InvalidQueryParameterValue: {
    status: 400,
    message: (p: { parameter: string; method: string; on: string }) =>
      `Blob storage has no operation ${p.method} on this ${p.on} with the given value of the query parameter '${p.parameter}'.`
  },
  BlockListTooLong: {
    code: 'BlockCountExceedsLimit',
    status: 409,
    message: (p: { limit: number }) => `A block list has at most ${p.limit} blocks.`
  },
  RequestBodyTooLarge: {
    status: 413,
    message: (p: { bytes: number }) =>
      `The body is longer than the ${p.bytes} bytes of the longest block list.`
  },
  InvalidXmlDocument: { status: 400, message: () => 'The body is not a block list.' },
  BlobRequestFailed: {
    code: 'InternalError',
    status: 500,
    message: (p: { requestId: string }) =>
      `The request ${p.requestId} failed. The server's log has the details.`
  },
  UnsupportedBlobOperation: {
    status: 501,
    message: (p: { operation: string }) =>
      `The local workspace does not have the Blob operation '${p.operation}'.`
  }
};

/** Escapes control characters, as JSON does, so that a message stays one line. */
function printable(name: string): string {
  return name.replace(
    /\p{Cc}/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

/** Builds an error of Blob storage: `throw fail('BlobNotFound', { blob })`. */
export const fail = defineErrors(blobErrors);
