import type { FastifyInstance } from 'fastify';
import type { WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import type { AssetScope } from '../resources/assets/asset-scope.js';
import { AssetImportBody, type AssetImport } from '../schemas/asset-import-schema.js';
import { shareAsset, type ShareDeps } from './share.js';

/** `POST {registry}/import`: the request of azure-ai-ml's `share`. */
export function importRoute(
  app: FastifyInstance,
  context: WorkspaceContext,
  scope: AssetScope,
  deps: ShareDeps & { longRunning: LongRunning }
): void {
  app.post<{ Params: { registryName: string }; Body: { properties: AssetImport } }>(
    '/import',
    { schema: { body: AssetImportBody } },
    async (request, reply) => {
      const registry = scope.owner(request.params);
      await shareAsset(request.body.properties, registry, context.user, deps);
      return deps.longRunning.accepted(reply);
    }
  );
}
