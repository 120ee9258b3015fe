import type { FastifyInstance } from 'fastify';
import { workspacePath } from 'carry-ml/arm';
import { freeBytes } from '../limits/disk-usage.js';
import { storageAccountPath, type WorkspaceContext } from '../protocol/context.js';
import { formatBytes } from '../settings/bytes.js';

export interface WorkspaceActionDeps {
  /** Where the data of the workspace lies. */
  folder: string;
  /** How much of the disk is to stay free, in bytes. */
  reserve: number;
}

/**
 * `POST {workspace}/{action}`. A local workspace has no keys: its storage is opened with signatures of a day, its other parts
 * with the caller's own token; and it has no notebooks service. The answers have the contract's shape and leave out what there is not.
 */
export function workspaceActionRoutes(
  app: FastifyInstance,
  context: WorkspaceContext,
  deps: WorkspaceActionDeps
): void {
  const storage = storageAccountPath(context.workspace);

  app.post('/diagnose', () => ({
    value: {
      userDefinedRouteResults: [],
      networkSecurityRuleResults: [],
      resourceLockResults: [],
      dnsResolutionResults: [],
      storageAccountResults: diagnoseDisk(deps),
      keyVaultResults: [],
      containerRegistryResults: [],
      applicationInsightsResults: [],
      otherResults: []
    }
  }));

  app.post('/listKeys', () => ({ userStorageResourceId: storage }));
  app.post('/listStorageAccountKeys', () => ({}));
  app.post('/listNotebookKeys', () => ({}));
  app.post('/listNotebookAccessToken', () => ({ expiresIn: 0 }));
  app.post('/resyncKeys', (_request, reply) => reply.code(200).send());
  app.post('/prepareNotebook', () => ({
    resourceId: workspacePath(context.workspace),
    notebookPreparationError: {
      statusCode: 501,
      errorMessage: 'A local workspace has no notebooks service. Open notebooks in JupyterLab.'
    }
  }));
}

function diagnoseDisk({ folder, reserve }: WorkspaceActionDeps) {
  const free = freeBytes(folder);
  if (free >= reserve) return [];
  return [
    {
      code: 'DiskFull',
      level: 'Error',
      message: `${formatBytes(free)} are free where the workspace keeps its data (${folder}); uploads and new jobs need ${formatBytes(reserve)}. Make room, or lower CARRY_DISK_RESERVE.`
    }
  ];
}
