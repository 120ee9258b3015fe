import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finished, run } from './command.mjs';
import { Failure } from './failure.mjs';
import { fingerprint } from './fingerprint.mjs';
import { findPython } from './machine.mjs';
import { inRoot, programOf, venv } from './places.mjs';

const python = programOf(venv, 'python');
export const uv = programOf(venv, 'uv');

// The checkout's package.json says "type": "module"; the .js files of Jupyter below `.venv` are not modules.
const boundary = path.join(venv, 'package.json');

/** `.venv` and uv in it. @returns {import('./steps.mjs').Step} */
export function pythonEnvironment() {
  return {
    name: 'Python environment',
    fingerprint: () => fingerprint([], process.env.CARRY_PYTHON ?? ''),
    isPresent: () => existsSync(python) && existsSync(uv) && existsSync(boundary),
    async run() {
      if (!(await isSound())) await makeVenv();
      writeFileSync(boundary, '{ "private": true }\n');
      if (!existsSync(uv))
        await run('Installing uv', [
          python,
          ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv>=0.5']
        ]);
    }
  };
}

/** False if an upgrade removed the environment's Python, or if its creation was interrupted. */
async function isSound() {
  if (!existsSync(python)) return false;
  const check = 'import sys; sys.exit(sys.version_info < (3, 10))';
  if ((await finished([python, '-c', check])).code !== 0) return false;
  return existsSync(uv) || (await finished([python, '-m', 'pip', '--version'])).code === 0;
}

async function makeVenv() {
  const found = await findPython();
  if (!found.canMakeVenv)
    throw new Failure(
      `Python ${found.version} cannot create virtual environments. On Debian or Ubuntu: 'apt-get install python${found.version}-venv'; or name another Python with CARRY_PYTHON=/path/to/python.`
    );
  for (const part of ['bin', 'Scripts', 'lib', 'Lib', 'lib64', 'include', 'pyvenv.cfg'])
    rmSync(path.join(venv, part), { recursive: true, force: true });
  await run('Creating the Python environment', [...found.argv, '-m', 'venv', venv]);
}

// Not among the packages: only the page of MLflow's wheel is used, without its large dependencies.
const page = path.join(venv, 'share', 'mlflow-page');

/** MLflow's own web page, which `carry ui` opens on the local workspace. @returns {import('./steps.mjs').Step} */
export function mlflowPage() {
  const lock = path.join('kernels', 'mlflow-page.lock');
  return {
    name: "MLflow's page",
    fingerprint: () => fingerprint([lock]),
    isPresent: () => existsSync(path.join(page, 'mlflow', 'server', 'js', 'build', 'index.html')),
    async run() {
      rmSync(page, { recursive: true, force: true });
      await run("Installing MLflow's page", [
        uv,
        ...['pip', 'install', '--python', python, '--target', page, '--no-deps'],
        ...['--require-hashes', '-r', inRoot(lock)]
      ]);
    }
  };
}

/** The packages of kernels/requirements.lock. @returns {import('./steps.mjs').Step} */
export function pythonPackages() {
  const lock = path.join('kernels', 'requirements.lock');
  return {
    name: 'Python packages',
    fingerprint: () => fingerprint([lock]),
    isPresent: () => existsSync(programOf(venv, 'jupyter-lab')),
    async run() {
      await run('Installing the Python packages', [
        uv,
        ...['pip', 'install', '--python', python, '--require-hashes', '-r', inRoot(lock)],
        // Otherwise the first start compiles the packages, while the user waits.
        '--compile-bytecode'
      ]);
    }
  };
}
