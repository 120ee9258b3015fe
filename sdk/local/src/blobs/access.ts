import { isReader, type Tokens } from '../identity/tokens.js';
import { containerOfPrefix } from './account-list.js';
import type { BlobFiles } from './blob-files.js';
import { fail } from './errors.js';
import type { BlobRequest, BlobRoute } from './request.js';
import type { Permission, Signatures } from './signature.js';

/** The parts that authenticate a request and check its permissions. */
export interface AccessDeps {
  files: BlobFiles;
  signatures: Signatures;
  tokens: Tokens;
}

/** Returns if a token or a signature permits the request, and throws otherwise. */
export function authorize(request: BlobRequest, { files, signatures, tokens }: AccessDeps): void {
  const permissions = permissionsOf(request, files);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const checked = bearer ? tokens.check(bearer) : undefined;
  if (checked && 'claims' in checked) {
    const isRead = permissions.includes('r') || permissions.includes('l');
    if (isRead || !isReader(checked.claims)) return;
    throw fail('AuthorizationPermissionMismatch', { permission: permissions.join(' or ') });
  }
  const named: Partial<BlobRoute['Params']> = request.params;
  const { container = containerOfPrefix(request.query.prefix), '*': blob } = named;
  const refusal = signatures.refusal(
    new URL(request.url, 'https://localhost').searchParams,
    permissions,
    container,
    blob
  );
  if (refusal) throw refusal;
}

/** Returns the permissions of which the request needs any one. The permission to create does not allow overwriting. */
function permissionsOf({ method, query, params }: BlobRequest, files: BlobFiles): Permission[] {
  const { container, '*': name } = params;
  if (query.comp === 'tags') return ['t'];
  if (method === 'DELETE') return ['d'];
  if (method !== 'PUT') return query.comp === 'list' ? ['l'] : ['r'];
  const mayCreate = name && (!query.comp || ['block', 'blocklist'].includes(query.comp));
  return mayCreate && (query.comp === 'block' || !files.has(container, name)) ? ['w', 'c'] : ['w'];
}
