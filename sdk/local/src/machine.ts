import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Python and Node installations of this machine that jobs run on. */
export interface Machine {
  /** Folders that are prepended to a job's PATH. */
  path: string[];
  /** The active virtual environment, if any. */
  virtualEnv?: string;
  /** The `node_modules` that jobs import from. */
  nodeModules?: string;
  /** Environment variables that the environment of a job sets; those of the job itself win. */
  variables?: Record<string, string>;
}

const bin = process.platform === 'win32' ? 'Scripts' : 'bin';

/**
 * Finds the Python and the packages that jobs use: the active virtual environment, else the nearest `.venv` above the
 * current folder or above this package, else the `python` on the PATH.
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

/** Returns the PATH of a job on this machine. */
export function jobPath(machine: Machine, path = process.env.PATH ?? ''): string {
  return [...machine.path, path].join(delimiter);
}

/** Returns the folders of a PATH. */
export function pathFolders(path: string): string[] {
  return path.split(delimiter).filter(Boolean);
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
