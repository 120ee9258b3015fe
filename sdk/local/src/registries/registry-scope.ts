import type { WorkspaceContext } from '../protocol/context.js';
import type { LongRunning } from '../protocol/long-running.js';
import type { AssetScope } from '../resources/assets/asset-scope.js';
import type { RegistryStore } from '../store/registry-store.js';
import { registryPath } from './registry-resource.js';
import { findRegistry } from './registry-routes.js';

/** The assets of the registry that a path names; `idOf` returns the prefix of the ids of a registry's assets. */
export function registryScope(
  context: WorkspaceContext,
  { registries, longRunning }: { registries: RegistryStore; longRunning: LongRunning },
  idOf = (registry: string) => registryPath(context.workspace, registry)
): AssetScope {
  return {
    owner: ({ registryName }) => {
      const { name } = findRegistry(registries, registryName);
      return {
        id: idOf(name),
        type: 'registries',
        place: `the registry '${name}'`,
        assets: registries.assets(name)
      };
    },
    longRunning
  };
}
