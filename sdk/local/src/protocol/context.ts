import { type SystemData, type WorkspaceId, workspacePath } from 'carry-ml/arm';

/** The facts and functions that the routes of every resource use. */
export interface WorkspaceContext {
  workspace: WorkspaceId;
  user: string;
  /** Returns `https://127.0.0.1:{port}`, known once the server listens. */
  origin: () => string;
  /** Returns milliseconds since 1970. */
  now: () => number;
  newId: () => string;
}

/** Returns the ARM id of a resource below the workspace: `idOf(context, 'models', 'adder')`. */
export function idOf(context: WorkspaceContext, ...parts: string[]): string {
  return [workspacePath(context.workspace), ...parts].join('/');
}

/** Returns the ARM id of the workspace's resource group. */
export function groupPath({ subscription, resourceGroup }: WorkspaceId): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

/** Returns the ARM id of the storage account that represents the blobs of this machine. */
export function storageAccountPath(workspace: WorkspaceId): string {
  return `${groupPath(workspace)}/providers/Microsoft.Storage/storageAccounts/local`;
}

/** Returns the name in an id: the last part of an ARM id, or the part after `azureml:`. */
export function nameFromId(id: string): string {
  return (id.split('/').at(-1) ?? id).replace(/^azureml:/, '');
}

/** Builds ARM's `systemData`: who created and modified a resource, and when. Times in milliseconds since 1970. */
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
