import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Install } from './environment-request.js';
import type { Python } from './pythons.js';

/** A command: the program and its arguments. */
export type Command = [program: string, ...args: string[]];

/** The program that creates environments and installs packages. */
export type Installer = UvInstaller | PipInstaller;

interface InstallerCommands {
  createVenv: (python: Python, venv: string) => Command;
  install: (venv: string, install: Install, file: string, constraints?: string) => Command;
}

interface UvInstaller extends InstallerCommands {
  name: 'uv';
  fetchPython: (version: string) => Command;
  /** Lists what is installed, a requirement a line. */
  freeze: (venv: string) => Command;
  /** Installs packages again, as the file has them. */
  reinstall: (venv: string, install: Pick<Install, 'options'>, file: string) => Command;
}

interface PipInstaller extends InstallerCommands {
  name: 'pip';
}

/** uv creates an environment from its cache in a second. */
function uvInstaller(uv: string): UvInstaller {
  const install = (venv: string, { options = [] }: Pick<Install, 'options'>, file: string) =>
    [
      uv,
      ...['pip', 'install', '--python', pythonOf(venv), '--requirements', file],
      // As pip does: the best version of all indexes, not the first index that has the package.
      ...(options.includes('--extra-index-url') ? ['--index-strategy', 'unsafe-best-match'] : []),
      ...options.map(option => (option === '--pre' ? '--prerelease=allow' : option))
    ] satisfies Command;
  return {
    name: 'uv',
    fetchPython: version => [uv, 'python', 'install', '--no-bin', version],
    createVenv: (python, venv) => [uv, 'venv', '--python', python.path, venv],
    install: (venv, packages, file, constraints) => [
      ...install(venv, packages, file),
      ...(constraints ? ['--constraints', constraints] : [])
    ],
    freeze: venv => [uv, 'pip', 'freeze', '--python', pythonOf(venv)],
    reinstall: (venv, { options = [] }, file) => [
      ...install(venv, { options: options.filter(each => each !== '--no-deps') }, file),
      '--no-deps',
      '--reinstall'
    ]
  };
}

/** Python's own tools, for a machine without uv. */
const pipInstaller: PipInstaller = {
  name: 'pip',
  createVenv: (python, venv) => [python.path, '-m', 'venv', venv],
  install: (venv, { options = [] }, file, constraints) => [
    pythonOf(venv),
    ...['-m', 'pip', 'install', '--disable-pip-version-check', '--progress-bar', 'off'],
    ...['--requirement', file, ...(constraints ? ['--constraint', constraints] : []), ...options]
  ]
};

/** uv in one of these folders, else pip. */
export function findInstaller(folders: readonly string[]): Installer {
  const uv = folders.map(folder => join(folder, 'uv')).find(path => existsSync(path));
  return uv === undefined ? pipInstaller : uvInstaller(uv);
}

/** The Python of a virtual environment. */
export function pythonOf(venv: string): string {
  return join(venv, 'bin', 'python');
}
