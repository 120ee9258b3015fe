import { fail } from './errors.js';
import type { LocalWorkspace } from './interface.js';

const PACKAGE = '@carry-ml/local';

/**
 * Loads the local workspace, which is a package of its own: many use this one with Azure alone.
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
    if (isMissing(cause)) throw fail('LocalWorkspaceMissing', undefined, { cause });
    throw cause;
  }
}

/** True when the package itself is not there, rather than something that it needs. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${PACKAGE}'`);
}
