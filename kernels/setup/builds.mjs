import { existsSync } from 'node:fs';
import { cleanOutputs } from '../../sdk/clean-outputs.mjs';
import { installTslab } from '../tslab/kernelspec.mjs';
import { run } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { npm } from './node-packages.mjs';
import { inRoot, programOf, venv } from './places.mjs';
import { uv } from './python-packages.mjs';

const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');

const packages = ['client', 'adder', 'local', 'bridge'].map(name => `sdk/${name}`);

/** The SDK, the bridge and the command line. @returns {import('./steps.mjs').Step} */
export function sdk() {
  return {
    name: 'Build the SDK',
    fingerprint: () => fingerprint([...packages, 'tsconfig.base.json']),
    isPresent: () => packages.every(folder => existsSync(inRoot(folder, 'dist', 'index.js'))),
    async run() {
      cleanOutputs();
      await run('Building the SDK', [process.execPath, tsc, '-b', ...packages]);
    }
  };
}

/** The JupyterLab extension, installed so that it starts the bridge of this checkout. @returns {import('./steps.mjs').Step} */
export function sidebar() {
  return {
    name: 'Build the sidebar',
    fingerprint: () =>
      // The installed package refers to the folder of this checkout.
      fingerprint(['extension', 'style', 'sdk/bridge/src', 'tsconfig.base.json'], inRoot('.')),
    isPresent: () => existsSync(labextension),
    async run() {
      await run('Building the sidebar', npm('run', 'build', '-w', 'jupyterlab-carry'));
      await run('Installing the sidebar', [
        uv,
        ...['pip', 'install', '--python', programOf(venv, 'python'), '--no-deps'],
        // The build tool is installed already; build isolation would download it again.
        ...['--no-build-isolation', '--reinstall', '--editable', inRoot('extension')]
      ]);
    }
  };
}

const labextension = inRoot(
  ...['.venv', 'share', 'jupyter', 'labextensions', 'jupyterlab-carry', 'package.json']
);

/** The kernel of TypeScript notebooks. @returns {import('./steps.mjs').Step} */
export function kernel() {
  return {
    name: 'TypeScript kernel',
    fingerprint: () => fingerprint(['kernels/tslab/kernelspec.mjs'], process.execPath, inRoot('.')),
    isPresent: () => existsSync(inRoot('.venv', 'share', 'jupyter', 'kernels', 'tslab')),
    async run() {
      installTslab(venv);
    }
  };
}

/** Compiles the tests and the programs among them; vitest needs none of it. */
export async function testPrograms() {
  await run('Building the tests', [process.execPath, tsc, '-b', 'test']);
}
