import { workspacePath } from '../../arm/resource-id.js';
import type { AssetStores } from '../store/asset-stores.js';
import type { WorkspaceContext } from './context.js';
import type { LongRunning } from './long-running.js';

/** What assets belong to: the workspace or a registry. */
export interface AssetOwner {
  /** What the ids of its assets begin with. */
  id: string;
  /** As it stands in the `type` of its assets. */
  type: 'workspaces' | 'registries';
  /** As a person says it: `this workspace`. */
  place: string;
  assets: AssetStores;
}

/** Where the routes of assets stand, and what differs there. */
export interface AssetScope {
  /** The owner that the request's path names; throws when there is none. */
  owner: (params: { registryName: string }) => AssetOwner;
  /** Given where the contract has changes as long-running operations. */
  longRunning?: LongRunning;
}

/** The assets of the one workspace. */
export function workspaceScope(context: WorkspaceContext, assets: AssetStores): AssetScope {
  const owner: AssetOwner = {
    id: workspacePath(context.workspace),
    type: 'workspaces',
    place: 'this workspace',
    assets
  };
  return { owner: () => owner };
}
