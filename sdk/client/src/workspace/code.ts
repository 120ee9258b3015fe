import { withoutTrailingSlashes } from '../arm/index.js';
import type { CodeVersion, Page, PendingUpload, Resource } from '../arm/index.js';
import { isCarryError } from '../errors/index.js';
import type { ArmWorkspace, RequestOptions } from '../arm/client/index.js';
import { BlobContainer, type UploadFile, type UploadOptions } from './blob-container.js';
import { contentHash } from './content-hash.js';

/** Azure's version of the lookup of snapshots by hash. */
const HASH_VERSION = '202208';
/** Folder of the uploaded files inside their container. */
const FOLDER = 'src';

/** Uploads files as a code version and returns its id; files that the workspace already has are not sent again. */
export async function uploadCode(
  arm: ArmWorkspace,
  files: readonly UploadFile[],
  options: UploadOptions = {}
): Promise<string> {
  const { signal } = options;
  const hash = await contentHash(files);
  signal?.throwIfAborted();
  const name = guidOf(hash);
  const found = await findByHash(arm, name, hash, { signal });
  if (found) return found;
  const pending = await arm.read<PendingUpload>(`/codes/${name}/versions/1/startPendingUpload`, {
    signal,
    method: 'POST',
    json: { pendingUploadType: 'TemporaryBlobReference' }
  });
  const { blobUri, credential } = pending.blobReferenceForConsumption;
  const container = await BlobContainer.open(credential.sasUri, arm.connection.tls);
  await container.upload(FOLDER, files, options);
  const code = {
    codeUri: `${withoutTrailingSlashes(blobUri)}/${FOLDER}`,
    isAnonymous: true,
    properties: { hash_sha256: hash, hash_version: HASH_VERSION }
  };
  return register(arm, name, code, { signal });
}

async function findByHash(
  arm: ArmWorkspace,
  name: string,
  hash: string,
  options: RequestOptions
): Promise<string | undefined> {
  const response = await arm.send<Page<Resource<CodeVersion>>>(`/codes/${name}/versions`, {
    ...options,
    query: { hash, hashVersion: HASH_VERSION },
    accept: [404]
  });
  return response.status === 404 ? undefined : response.body.value[0]?.id;
}

/** Registers the code version; a concurrent submit of the same files may have done so already, with the same content. */
async function register(
  arm: ArmWorkspace,
  name: string,
  code: CodeVersion,
  options: RequestOptions
): Promise<string> {
  const path = `/codes/${name}/versions/1`;
  try {
    return (await arm.put<Resource<CodeVersion>>(path, code, options)).id;
  } catch (error) {
    if (!isCarryError(error) || error.status !== 409) throw error;
    return (await arm.read<Resource<CodeVersion>>(path, options)).id;
  }
}

/** Returns the name of a code asset, a GUID derived from the hash, so that the same content has the same name. */
function guidOf(hash: string): string {
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32)
  ].join('-');
}
