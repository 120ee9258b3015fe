import type { FastifyInstance } from 'fastify';
import type { PendingUpload } from '../../arm/asset.js';
import type { BlobFiles } from '../blobs/blob-files.js';
import type { Signatures } from '../blobs/signature.js';
import { idOf, type WorkspaceContext } from './context.js';

const HOURS = 24;

/** `POST {kind}/{name}/versions/{version}/startPendingUpload`: a container of its own to upload into. */
export function pendingUpload(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: { files: BlobFiles; signatures: Signatures }
): void {
  for (const kind of ['codes', 'data', 'models'])
    app.post<{ Params: { name: string; version: string } }>(
      `/${kind}/:name/versions/:version/startPendingUpload`,
      async (): Promise<PendingUpload> => {
        const id = context.newId();
        const container = `upload-${id}`;
        await deps.files.createContainer(container);
        const blobUri = `${context.origin()}/local.blob.carry/${container}`;
        return {
          pendingUploadId: id,
          pendingUploadType: 'TemporaryBlobReference',
          blobReferenceForConsumption: {
            blobUri,
            storageAccountArmId: idOf(context, 'storage'),
            credential: {
              credentialType: 'SAS',
              sasUri: `${blobUri}?${deps.signatures.grant(container, 'racwdl', HOURS)}`
            }
          }
        };
      }
    );
}
