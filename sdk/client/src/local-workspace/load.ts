import { isPackageMissing } from '../arm/client/index.js';
import { fail } from './errors.js';
import type { LocalWorkspace } from './interface.js';

const PACKAGE = '@carry-ml/local';

/**
 * Loads the local workspace, a package of its own that users of Azure alone do not need.
 *
 * @example const service = await (await loadLocalWorkspace()).up();
 * @throws CarryError `LocalWorkspaceMissing`
 */
export async function loadLocalWorkspace(
  load: (name: string) => Promise<unknown> = name => import(name)
): Promise<LocalWorkspace> {
  try {
    return ((await load(PACKAGE)) as { localWorkspace: LocalWorkspace }).localWorkspace;
  } catch (cause) {
    if (isPackageMissing(cause, PACKAGE)) throw fail('LocalWorkspaceMissing', undefined, { cause });
    throw cause;
  }
}
