import { type SystemData, type WorkspaceId, workspacePath } from 'carry-ml/arm';

/** What every resource of the workspace needs to know. */
export interface WorkspaceContext {
  workspace: WorkspaceId;
  user: string;
  /** `https://127.0.0.1:{port}`, known once the server listens. */
  origin: () => string;
  now: () => number;
  newId: () => string;
}

/** The ARM id of something below the workspace: `idOf(context, 'models', 'adder')`. */
export function idOf(context: WorkspaceContext, ...parts: string[]): string {
  return [workspacePath(context.workspace), ...parts].join('/');
}

/** The ARM id of the resource group that the workspace is in. */
export function groupPath({ subscription, resourceGroup }: WorkspaceId): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

/** The ARM id of the storage account that stands for the blobs of this machine. */
export function storageAccountPath(workspace: WorkspaceId): string {
  return `${groupPath(workspace)}/providers/Microsoft.Storage/storageAccounts/local`;
}

/** The name that a client means: of an ARM id its last part, of `azureml:name` what follows. */
export function nameIn(id: string): string {
  return (id.split('/').at(-1) ?? id).replace(/^azureml:/, '');
}

/** Who made a resource and when, as ARM tells it. Times in milliseconds since 1970. */
export function systemData(by: string, createdAt: number, modifiedAt = createdAt): SystemData {
  return {
    createdAt: new Date(createdAt).toISOString(),
    createdBy: by,
    createdByType: 'User',
    lastModifiedAt: new Date(modifiedAt).toISOString(),
    lastModifiedBy: by,
    lastModifiedByType: 'User'
  };
}
