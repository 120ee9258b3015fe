import type { FastifyInstance } from 'fastify';
import { accountUrl } from '../blobs/blob-url.js';
import { LINK_LIFETIME_HOURS, type Signatures } from '../blobs/signature.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { AssetScope } from '../resources/assets/asset-scope.js';
import type { PendingUploads } from '../resources/assets/pending-upload.js';
import { DataReferenceBody } from '../schemas/data-reference-schema.js';
import type { OriginStore } from '../store/origin-store.js';
import { fail } from './errors.js';

interface Route {
  Params: { registryName: string; name: string; version: string };
  Body: { blobUri: string };
}

/** The requests of azure-ai-ml for the content of a registry's assets: a container to upload to, and a signed URI to read from. */
export function dataReferenceRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  scope: AssetScope,
  deps: { uploads: PendingUploads; signatures: Signatures; origins: OriginStore }
): void {
  app.put<Route>('/tempdatarefs/:name/versions/:version', async request => {
    const upload = await deps.uploads.start(scope.owner(request.params).id);
    return {
      temporaryDataReferenceId: upload.pendingUploadId,
      temporaryDataReferenceType: upload.pendingUploadType,
      blobReferenceForConsumption: upload.blobReferenceForConsumption
    };
  });

  app.post<Route>(
    '/datarefs/:name/versions/:version',
    { schema: { body: DataReferenceBody } },
    request => {
      const { id, place } = scope.owner(request.params);
      const blobUri = deps.origins.currentUrl(request.body.blobUri);
      const account = accountUrl(context.origin());
      if (!blobUri.startsWith(`${account}/`))
        throw fail('RegistryContentRemote', { name: request.params.name, place, uri: blobUri });
      const [container = ''] = blobUri.slice(account.length + 1).split('/');
      const sas = deps.signatures.grant(container, 'rl', LINK_LIFETIME_HOURS);
      return {
        blobReferenceForConsumption: {
          blobUri,
          storageAccountArmId: `${id}/storage`,
          // The client names blobs by their path in the account.
          credential: { credentialType: 'SAS', sasUri: `${account}?${sas}` }
        }
      };
    }
  );
}
