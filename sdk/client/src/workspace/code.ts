import type { CodeVersion, Page, PendingUpload, Resource } from '../arm/index.js';
import { isCarryError } from '../errors/index.js';
import type { ArmWorkspace } from '../arm/client/index.js';
import { BlobContainer, type UploadFile } from './blob-container.js';
import { contentHash } from './content-hash.js';

/** Azure's name for the way hashes of snapshots are looked up. */
const HASH_VERSION = '202208';
/** Folder of the uploaded files inside their container. */
const FOLDER = 'src';

/**
 * Uploads files as a code version and answers its id; files that the workspace has already are not sent again.
 */
export async function uploadCode(
  arm: ArmWorkspace,
  files: readonly UploadFile[],
  onFile?: (done: number, of: number) => void
): Promise<string> {
  const hash = await contentHash(files);
  const name = guidOf(hash);
  const found = await findByHash(arm, name, hash);
  if (found) return found;
  const pending = await arm.read<PendingUpload>(`/codes/${name}/versions/1/startPendingUpload`, {
    method: 'POST',
    json: { pendingUploadType: 'TemporaryBlobReference' }
  });
  const { blobUri, credential } = pending.blobReferenceForConsumption;
  const container = await BlobContainer.open(credential.sasUri, arm.connection.tls);
  await container.upload(FOLDER, files, onFile);
  return register(arm, name, {
    codeUri: `${blobUri.replace(/\/+$/, '')}/${FOLDER}`,
    isAnonymous: true,
    properties: { hash_sha256: hash, hash_version: HASH_VERSION }
  });
}

async function findByHash(
  arm: ArmWorkspace,
  name: string,
  hash: string
): Promise<string | undefined> {
  const answer = await arm.send<Page<Resource<CodeVersion>>>(`/codes/${name}/versions`, {
    query: { hash, hashVersion: HASH_VERSION },
    accept: [404]
  });
  return answer.status === 404 ? undefined : answer.body.value[0]?.id;
}

/** Two submits of the same files at once meet here; the content is the same, so the first one's version serves both. */
async function register(arm: ArmWorkspace, name: string, code: CodeVersion): Promise<string> {
  const path = `/codes/${name}/versions/1`;
  try {
    return (await arm.put<Resource<CodeVersion>>(path, code)).id;
  } catch (error) {
    if (!isCarryError(error) || error.status !== 409) throw error;
    return (await arm.read<Resource<CodeVersion>>(path)).id;
  }
}

/** The name of a code asset is a GUID; made of the hash, so that the same content finds itself again. */
function guidOf(hash: string): string {
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32)
  ].join('-');
}
