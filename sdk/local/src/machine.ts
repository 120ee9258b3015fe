import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What jobs run on: this machine's own Python and Node. */
export interface Machine {
  /** Folders put in front of a job's PATH. */
  path: string[];
  /** The virtual environment in use, if there is one. */
  virtualEnv?: string;
  /** The `node_modules` that jobs import from. */
  nodeModules?: string;
}

const bin = process.platform === 'win32' ? 'Scripts' : 'bin';

/**
 * Finds the Python and the packages that jobs get: the active virtual environment, else the nearest `.venv` above the
 * caller's folder or above this package, else whatever `python` the PATH has.
 */
export function findMachine(
  environment: NodeJS.ProcessEnv = process.env,
  from = process.cwd()
): Machine {
  const here = dirname(fileURLToPath(import.meta.url));
  const virtualEnv =
    environment.VIRTUAL_ENV ||
    nearest(from, '.venv', isVirtualEnv) ||
    nearest(here, '.venv', isVirtualEnv);
  const nodeModules = nearest(here, 'node_modules', folder => existsSync(join(folder, 'carry-ml')));
  return {
    path: [...(virtualEnv ? [join(virtualEnv, bin)] : []), dirname(process.execPath)],
    virtualEnv: virtualEnv || undefined,
    nodeModules
  };
}

/** The PATH of a job on this machine. */
export function jobPath(machine: Machine, path = process.env.PATH ?? ''): string {
  return [...machine.path, path].join(delimiter);
}

function isVirtualEnv(folder: string): boolean {
  return existsSync(join(folder, 'pyvenv.cfg'));
}

function nearest(
  from: string,
  name: string,
  accept: (path: string) => boolean
): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, name);
    if (accept(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
