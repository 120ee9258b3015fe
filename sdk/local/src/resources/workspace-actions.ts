import type { FastifyInstance } from 'fastify';
import { apiVersionOf } from '../protocol/api-version.js';
import { workspacePath } from 'carry-ml/arm';
import { freeBytes } from '../limits/disk-usage.js';
import { storageAccountPath, type WorkspaceContext } from '../protocol/context.js';
import { formatBytes } from '../settings/bytes.js';

export interface WorkspaceActionDeps {
  /** The folder with the data of the workspace. */
  folder: string;
  /** The bytes of the disk that must stay free. */
  reserve: number;
}

/**
 * `POST {workspace}/{action}`. A local workspace has no keys: its storage is opened with signatures that are valid for a day, its other
 * parts with the caller's own token; and it has no notebooks service. The responses have the contract's schema, without those fields.
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

  app.post('/listKeys', ({ query }) =>
    apiVersionOf(query) < STORAGE_RENAMED
      ? { userStorageResourceId: storage }
      : { userStorageArmId: storage }
  );
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

/** From this api-version on, `listKeys` names the storage account otherwise. */
const STORAGE_RENAMED = '2023-06-01';

function diagnoseDisk({ folder, reserve }: WorkspaceActionDeps) {
  const free = freeBytes(folder);
  if (free >= reserve) return [];
  return [
    {
      code: 'DiskFull',
      level: 'Error',
      message: `${formatBytes(free)} are free where the workspace keeps its data (${folder}); uploads and new jobs need ${formatBytes(reserve)}. Free disk space, or lower CARRY_DISK_RESERVE.`
    }
  ];
}
