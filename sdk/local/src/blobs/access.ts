import { isReader, type Tokens } from '../identity/tokens.js';
import { containerOfPrefix } from './account-list.js';
import type { BlobFiles } from './blob-files.js';
import { fail } from './errors.js';
import type { BlobRequest, BlobRoute } from './request.js';
import type { Permission, Signatures } from './signature.js';

/** What tells who may do what with a blob. */
export interface AccessDeps {
  files: BlobFiles;
  signatures: Signatures;
  tokens: Tokens;
}

/** Lets a request pass that a token or a signature allows; throws for every other. */
export function authorize(request: BlobRequest, { files, signatures, tokens }: AccessDeps): void {
  const permissions = permissionsOf(request, files);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const checked = bearer ? tokens.check(bearer) : undefined;
  if (checked && 'claims' in checked) {
    const looks = permissions.includes('r') || permissions.includes('l');
    if (looks || !isReader(checked.claims)) return;
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

/** Any of these is enough. To create is not to overwrite. */
function permissionsOf({ method, query, params }: BlobRequest, files: BlobFiles): Permission[] {
  const { container, '*': name } = params;
  if (query.comp === 'tags') return ['t'];
  if (method === 'DELETE') return ['d'];
  if (method !== 'PUT') return query.comp === 'list' ? ['l'] : ['r'];
  const mayBeNew = name && (!query.comp || ['block', 'blocklist'].includes(query.comp));
  return mayBeNew && (query.comp === 'block' || !files.has(container, name)) ? ['w', 'c'] : ['w'];
}
