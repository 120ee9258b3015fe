import type { CarryError } from 'carry-ml/errors';
import type { FastifyReply } from 'fastify';
import type { BlobFiles } from './blob-files.js';
import { fail } from './errors.js';
import type { BlobRequest } from './request.js';
import type { Permission } from './signature.js';

/** What an operation is performed on, by the path of the request. */
export type Resource = 'account' | 'container' | 'blob';

/** The parts that operations use. */
export interface OperationDeps {
  files: BlobFiles;
  origin: () => string;
  /** Throws when `bytes` more do not fit on the disk; otherwise counts them as used. */
  requireRoom: (bytes: number) => void;
}

/** An operation of Blob storage. The same row selects it, names the permission that it needs and performs it. */
export interface Operation {
  /** The name in Azure's documentation. */
  name: string;
  methods: readonly string[];
  on: Resource;
  /** The value of the parameter `comp`, which selects the operation; absent for the operations without it. */
  comp?: string;
  /** The permissions of a signature, of which any one suffices. */
  permissions: readonly Permission[];
  /** True for the operations that create a blob or replace its content. The permission to create does not allow overwriting. */
  replaces?: boolean;
  handle: (request: BlobRequest, reply: OperationReply, deps: OperationDeps) => unknown;
}

export type OperationReply = FastifyReply;

/** Values of `comp` of operations that Azure has and this workspace does not. */
const otherOperations: ReadonlySet<string> = new Set([
  'acl',
  'appendblock',
  'batch',
  'blobs',
  'copy',
  'expiry',
  'immutabilityPolicies',
  'incrementalcopy',
  'lease',
  'legalhold',
  'page',
  'pagelist',
  'query',
  'rename',
  'seal',
  'snapshot',
  'stats',
  'tags',
  'tier',
  'undelete',
  'userdelegationkey'
]);

/** Parameters that select another version of a blob than the current one. The workspace keeps no other. */
const versionParameters = ['snapshot', 'versionid', 'deletetype'];

export function resourceOf({ params }: BlobRequest): Resource {
  const given: Partial<BlobRequest['params']> = params;
  if (given.container === undefined) return 'account';
  return given['*'] ? 'blob' : 'container';
}

/** Returns the operation that a request performs, or why it performs none. */
export function findOperation(
  operations: readonly Operation[],
  request: BlobRequest
): Operation | CarryError {
  const { method, query } = request;
  const on = resourceOf(request);
  if (!operations.some(({ methods }) => methods.includes(method)))
    return fail('UnsupportedBlobOperation', { operation: method });
  const version = versionParameters.find(name => query[name] !== undefined);
  if (version) return fail('UnsupportedBlobOperation', { operation: `${method} ?${version}` });
  // Azure-ai-ml lists the account of a registry as if it were a container.
  const restype = on === 'blob' ? undefined : 'container';
  const comp = query.comp || undefined;
  if ((query.restype || undefined) !== restype)
    return fail('InvalidQueryParameterValue', { parameter: 'restype', method, on });
  const found = operations.find(
    each => each.on === on && each.comp === comp && each.methods.includes(method)
  );
  if (found) return found;
  return comp === undefined || otherOperations.has(comp)
    ? fail('UnsupportedBlobOperation', { operation: `${method} ${comp ? `?comp=${comp}` : on}` })
    : fail('InvalidQueryParameterValue', { parameter: 'comp', method, on });
}
