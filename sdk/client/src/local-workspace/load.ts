import { isPackageMissing, VERSION } from '../arm/client/index.js';
import { fail } from './errors.js';
import type { LocalWorkspace } from './interface.js';

const PACKAGE = '@carry-ml/local';

/**
 * Loads the local workspace, a package of its own that users of Azure alone do not need.
 *
 * @example const service = await (await loadLocalWorkspace()).up();
 * @throws CarryError `LocalWorkspaceMissing`, `LocalWorkspaceIncomplete`, `LocalWorkspaceMismatch`
 */
export async function loadLocalWorkspace(
  load: (name: string) => Promise<unknown> = name => import(name)
): Promise<LocalWorkspace> {
  const { localWorkspace } = await loadPackage(load);
  const local = localWorkspace?.version ?? 'of an unknown version';
  if (!localWorkspace || !isCompatible(VERSION, local))
    throw fail('LocalWorkspaceMismatch', { client: VERSION, local });
  return localWorkspace;
}

async function loadPackage(
  load: (name: string) => Promise<unknown>
): Promise<{ localWorkspace?: LocalWorkspace }> {
  try {
    return (await load(PACKAGE)) as { localWorkspace?: LocalWorkspace };
  } catch (cause) {
    if (isPackageMissing(cause, PACKAGE)) throw fail('LocalWorkspaceMissing', undefined, { cause });
    const text = cause instanceof Error ? cause.message : String(cause);
    const reason = `${(text.split('\n', 1)[0] ?? text).replace(/\.$/, '')}.`;
    throw fail('LocalWorkspaceIncomplete', { reason }, { cause });
  }
}

/** Returns whether npm's range `^client` contains the other version: below 1.0.0 a new minor version is incompatible. */
function isCompatible(client: string, local: string): boolean {
  const [major, minor] = client.split('.');
  const [otherMajor, otherMinor] = local.split('.');
  return major === otherMajor && (major !== '0' || minor === otherMinor);
}
