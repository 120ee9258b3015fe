import { workspacePath } from 'carry-ml/arm';
import type { WorkspaceContext } from '../../protocol/context.js';
import type { LongRunning } from '../../protocol/long-running.js';
import type { AssetKindName, AssetStores } from '../../store/stores-by-kind.js';

/** The owner of assets: the workspace or a registry. */
export interface AssetOwner<K extends string = AssetKindName> {
  /** The prefix of the ids of its assets. */
  id: string;
  /** Its name in the `type` of its assets. */
  type: 'workspaces' | 'registries';
  /** Its name in messages: `this workspace`. */
  place: string;
  assets: AssetStores<K>;
}

/** The differences between the asset routes of the workspace and those of registries. */
export interface AssetScope<K extends string = AssetKindName> {
  /** The owner that the request's path names; throws when there is none. */
  owner: (params: { registryName: string }) => AssetOwner<K>;
  /** Set where the contract has changes as long-running operations. */
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
