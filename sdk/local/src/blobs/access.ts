import { isCarryError, type CarryError } from 'carry-ml/errors';
import { isReader, type Claims, type Tokens } from '../identity/tokens.js';
import { containerOfPrefix } from './account-list.js';
import type { BlobFiles } from './blob-files.js';
import { fail } from './errors.js';
import { findOperation, resourceOf, type Operation } from './operation.js';
import type { BlobRequest } from './request.js';
import type { Signatures } from './signature.js';

/** The parts that authenticate a request and check its permissions. */
export interface AccessDeps {
  files: BlobFiles;
  signatures: Signatures;
  tokens: Tokens;
}

/** An operation that a token or a signature permits. */
export interface Grant {
  operation: Operation;
  /** False when only new blobs may be created. */
  mayOverwrite: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request is permitted to do in Blob storage. */
    blobGrant: Grant | null;
  }
}

/** Returns the operation of the request if a token or a signature permits it, and throws otherwise. */
export function authorize(
  request: BlobRequest,
  operations: readonly Operation[],
  { files, signatures, tokens }: AccessDeps
): Grant {
  const operation = findOperation(operations, request);
  const claims = claimsOf(request, tokens);
  const mayOverwrite = claims !== undefined || requireSignature(request, operation, signatures);
  // An operation that does not exist is refused to everyone, but described only to those with a token or signature.
  if (isCarryError(operation)) throw operation;
  if (claims && isReader(claims) && !isRead(operation)) throw mismatch(operation);
  const { container, '*': name } = request.params;
  if (operation.replaces && !mayOverwrite && files.has(container, name))
    throw fail('UnauthorizedBlobOverwrite', { blob: name });
  return { operation, mayOverwrite };
}

function claimsOf({ headers }: BlobRequest, tokens: Tokens): Claims | undefined {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const checked = bearer ? tokens.check(bearer) : undefined;
  return checked && 'claims' in checked ? checked.claims : undefined;
}

function isRead({ permissions }: Operation): boolean {
  return permissions.every(each => each === 'r' || each === 'l');
}

/** Throws unless the URL has a signature that permits the operation. Returns whether it permits overwriting too. */
function requireSignature(
  request: BlobRequest,
  operation: Operation | CarryError,
  signatures: Signatures
): boolean {
  const { query, params, url } = request;
  const isAccount = resourceOf(request) === 'account';
  const container = isAccount ? containerOfPrefix(query.prefix) : params.container;
  const blob = resourceOf(request) === 'blob' ? params['*'] : undefined;
  const signed = new URL(url, 'https://localhost').searchParams;
  const granted = signatures.permissions(signed, container, blob);
  if (isCarryError(granted)) throw granted;
  if (!isCarryError(operation) && !operation.permissions.some(each => granted.includes(each)))
    throw mismatch(operation);
  return granted.includes('w');
}

function mismatch({ permissions }: Operation): CarryError {
  return fail('AuthorizationPermissionMismatch', { permission: permissions.join(' or ') });
}
