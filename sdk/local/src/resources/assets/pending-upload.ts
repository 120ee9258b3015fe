import type { FastifyInstance } from 'fastify';
import type { PendingUpload } from 'carry-ml/arm';
import type { BlobFiles } from '../../blobs/blob-files.js';
import { accountUrl } from '../../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../../blobs/signature.js';
import type { WorkspaceContext } from '../../protocol/context.js';
import type { AssetScope } from './asset-scope.js';

/** Creates the containers to which the content of assets is uploaded, one for each asset. */
export class PendingUploads {
  constructor(
    private readonly context: WorkspaceContext,
    private readonly files: BlobFiles,
    private readonly signatures: Signatures
  ) {}

  /** Creates a container. `account` is the prefix of its storage account's id. */
  async start(account: string): Promise<PendingUpload> {
    const id = this.context.newId();
    const container = `upload-${id}`;
    await this.files.createContainer(container);
    const blobUri = `${accountUrl(this.context.origin())}/${container}`;
    return {
      pendingUploadId: id,
      pendingUploadType: 'TemporaryBlobReference',
      blobReferenceForConsumption: {
        blobUri,
        storageAccountArmId: `${account}/storage`,
        credential: {
          credentialType: 'SAS',
          sasUri: `${blobUri}?${this.signatures.grant(container, 'racwdl', LINK_LIFETIME_HOURS)}`
        }
      }
    };
  }
}

/** `POST {kind}/{name}/versions/{version}/startPendingUpload` of the asset types that have content. */
export function pendingUploadRoutes(
  app: FastifyInstance,
  scope: AssetScope,
  uploads: PendingUploads
): void {
  for (const kind of ['codes', 'data', 'models'])
    app.post<{ Params: { registryName: string } }>(
      `/${kind}/:name/versions/:version/startPendingUpload`,
      request => uploads.start(scope.owner(request.params).id)
    );
}
