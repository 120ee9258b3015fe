import { workspacePath } from 'carry-ml/arm';
import type { WorkspaceContext } from '../../protocol/context.js';
import type { LongRunning } from '../../protocol/long-running.js';
import type { AssetKindName, AssetStores } from '../../store/asset-stores.js';

/** What assets belong to: the workspace or a registry. */
export interface AssetOwner<K extends string = AssetKindName> {
  /** What the ids of its assets begin with. */
  id: string;
  /** As it stands in the `type` of its assets. */
  type: 'workspaces' | 'registries';
  /** As a person says it: `this workspace`. */
  place: string;
  assets: AssetStores<K>;
}

/** Where the routes of assets stand, and what differs there. */
export interface AssetScope<K extends string = AssetKindName> {
  /** The owner that the request's path names; throws when there is none. */
  owner: (params: { registryName: string }) => AssetOwner<K>;
  /** Given where the contract has changes as long-running operations. */
  longRunning?: LongRunning;
}

/** The assets of the one workspace. */
export function workspaceScope<K extends string>(
  context: WorkspaceContext,
  assets: AssetStores<K>,
  longRunning?: LongRunning
): AssetScope<K> {
  const owner: AssetOwner<K> = {
    id: workspacePath(context.workspace),
    type: 'workspaces',
    place: 'this workspace',
    assets
  };
  return { owner: () => owner, longRunning };
}
