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

/** Where a server starts: its variables, its folder, and the virtual environment of the server before it. */
export interface MachineSources {
  environment?: NodeJS.ProcessEnv;
  from?: string;
  previous?: string | null;
}

/**
 * Finds the Python and the packages that jobs use: the active virtual environment, else that of the server before, so that the folder of
 * a restart does not change it, else the nearest `.venv` above the current folder or above this package, else the `python` on the PATH.
 */
export function findMachine({
  environment = process.env,
  from = process.cwd(),
  previous
}: MachineSources = {}): Machine {
  const here = dirname(fileURLToPath(import.meta.url));
  const virtualEnv =
    environment.VIRTUAL_ENV ||
    (previous && isVirtualEnv(previous) ? previous : undefined) ||
    nearest(from, '.venv', isVirtualEnv) ||
    nearest(here, '.venv', isVirtualEnv);
  const nodeModules = nearest(here, 'node_modules', folder => existsSync(join(folder, 'carry-ml')));
  return {
    path: [...(virtualEnv ? [join(virtualEnv, bin)] : []), dirname(process.execPath)],
    virtualEnv: virtualEnv || undefined,
    nodeModules
  };
}

/** Says which Python jobs run on, and how to change it where another one is active or nearer to the current folder. */
export function describePython(
  virtualEnv: string | null,
  { environment = process.env, from = process.cwd() }: Omit<MachineSources, 'previous'> = {}
): string {
  const used = virtualEnv ? `the Python of ${virtualEnv}` : "the 'python' of the PATH";
  const active = environment.VIRTUAL_ENV;
  const expected = active || nearest(from, '.venv', isVirtualEnv);
  if (!expected || expected === virtualEnv) return `Jobs run on ${used}.`;
  const isActive = active ? 'The active environment' : 'The environment';
  const change = active ? "run 'carry down'" : "activate it, and run 'carry down'";
  return `Jobs run on ${used}, as the workspace was started with it before. ${isActive} ${expected} is not used; to change that, ${change} and 'carry up'.`;
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
