import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compareVersions, fits, minorOf } from './python-version.js';

/** A Python of this machine. */
export interface Python {
  path: string;
  version: string;
}

/** The choice of a Python for an environment. */
export interface ChosenPython extends Python {
  /** The version that was asked for, if this machine does not have it. */
  insteadOf?: string;
}

/** The oldest Python that takes the place of another one: older ones have few packages left that install. */
const OLDEST_SUBSTITUTE = '3.8';

const PROBE_TIMEOUT_MS = 10_000;
/** The version of a CPython, and nothing of another implementation. */
const PROBE =
  'import sys; sys.implementation.name == "cpython" and print("%d.%d.%d" % sys.version_info[:3])';

/** Finds the Pythons of this machine, the first path first: those on the paths, and those of pyenv, uv and conda. */
export async function findPythons(
  paths: readonly string[],
  environment: NodeJS.ProcessEnv = process.env
): Promise<Python[]> {
  const candidates = [
    // A shim of pyenv takes half a second; the versions themselves are in a folder of their own.
    ...paths.filter(path => !path.endsWith('shims')).flatMap(pythonsIn),
    ...managedFolders(environment).flatMap(folder => pythonsIn(join(folder, 'bin')))
  ];
  const found = new Map<string, string>();
  for (const path of candidates) {
    const real = realpathSync(path);
    if (!found.has(real)) found.set(real, path);
  }
  const probed = await Promise.all([...found.values()].map(probe));
  return probed.filter(python => python !== undefined);
}

/** Finds the first Python on the paths. */
export async function firstPython(paths: readonly string[]): Promise<Python | undefined> {
  for (const path of paths.flatMap(pythonsIn)) {
    const found = await probe(path);
    if (found) return found;
  }
  return undefined;
}

/**
 * Chooses a Python: the first one that fits, at least in its minor version; else the nearest, of which a newer one comes before an older
 * one as near. `pythons` begins with the preferred one. Undefined when there is none.
 */
export function choosePython(
  pythons: readonly Python[],
  wanted: string | undefined
): ChosenPython | undefined {
  if (wanted === undefined) return pythons[0];
  const exact = pythons.find(({ version }) => fits(version, wanted));
  const sameMinor = pythons.filter(({ version }) => fits(version, wanted, 2));
  const fitting = exact ?? sameMinor.sort((a, b) => compareVersions(b.version, a.version))[0];
  if (fitting) return fitting;
  const minor = minorOf(/3\.\d+/.exec(wanted)?.[0] ?? '');
  const distance = ({ version }: Python) => {
    const difference = minorOf(version) - minor;
    return difference < 0 ? -difference + 0.5 : difference;
  };
  const usable = pythons.filter(({ version }) => compareVersions(version, OLDEST_SUBSTITUTE) >= 0);
  const [nearest] = usable.sort(
    (a, b) => distance(a) - distance(b) || compareVersions(b.version, a.version)
  );
  return nearest && { ...nearest, insteadOf: wanted.replace(/==|\.\*/g, '') };
}

/** Returns the version of a Python; undefined for a file that is none, such as a shim of a version that is not active. */
async function probe(path: string): Promise<Python | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['-I', '-c', PROBE], {
      timeout: PROBE_TIMEOUT_MS
    });
    const version = /^3\.\d+\.\d+$/m.exec(stdout)?.[0];
    return version === undefined ? undefined : { path, version };
  } catch {
    return undefined;
  }
}

function pythonsIn(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter(name => /^python(3(\.\d+)?)?$/.test(name))
    .sort((a, b) => a.length - b.length)
    .map(name => join(folder, name))
    .filter(existsSync);
}

/** The folders of Pythons that are not on the PATH. */
function managedFolders(environment: NodeJS.ProcessEnv): string[] {
  const home = environment.HOME || homedir();
  const data = environment.XDG_DATA_HOME || join(home, '.local', 'share');
  const conda = ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge'].map(name =>
    join(home, name)
  );
  return [
    ...childrenOf(join(environment.PYENV_ROOT || join(home, '.pyenv'), 'versions')),
    ...childrenOf(environment.UV_PYTHON_INSTALL_DIR || join(data, 'uv', 'python')),
    ...conda,
    ...conda.flatMap(folder => childrenOf(join(folder, 'envs')))
  ];
}

function childrenOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : [];
}
