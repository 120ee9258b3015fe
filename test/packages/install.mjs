import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../kernels/setup/command.mjs';
import { Offline } from '../../kernels/setup/failure.mjs';
import { npm } from '../../kernels/setup/node-packages.mjs';
import { inRoot, programOf, venv } from '../../kernels/setup/places.mjs';
import { uv } from '../../kernels/setup/python-packages.mjs';

const published = ['client', 'adder', 'local'];

/**
 * The set-up of this suite: packs our packages and installs them outside of this checkout, once for all tests.
 *
 * @param {import('vitest/node').TestProject} project
 */
export default async function setUp(project) {
  const folder = mkdtempSync(path.join(tmpdir(), 'carry-packages-'));
  project.provide('installed', await install(folder));
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** @returns {Promise<import('./installed.js').Installed>} */
async function install(base) {
  const log = path.join(base, 'install.log');
  const folder = name => path.join(base, name);
  const places = {
    alone: folder('alone'),
    together: folder('together'),
    venv: folder('venv'),
    venvWithNode: folder('venv-with-node')
  };
  for (const each of ['alone', 'together', 'packed']) mkdirSync(folder(each));
  const options = cwd => ({ cwd, log, env: ownNpmVariables() });
  try {
    const client = await pack('client', folder('packed'), options);
    const others = [];
    for (const name of published.slice(1)) others.push(await pack(name, folder('packed'), options));
    await run('Installing carry-ml', npm('install', client), options(places.alone));
    await run(
      'Installing all packages',
      npm('install', client, ...others, 'typescript@5.9', '@types/node@20'),
      options(places.together)
    );
    const wheel = await buildWheel(options(base));
    await installPython([wheel], places.venv, options(base));
    await installPython([`${wheel}[node]`], places.venvWithNode, options(base));
    return places;
  } catch (error) {
    if (error instanceof Offline) return { ...places, offline: error.message };
    throw error;
  }
}

/** @returns {Promise<string>} the path of the package */
async function pack(name, to, options) {
  const before = new Set(readdirSync(to));
  await run(
    `Packing sdk/${name}`,
    npm('pack', '--pack-destination', to),
    options(inRoot('sdk', name))
  );
  return path.join(
    to,
    readdirSync(to).find(file => !before.has(file))
  );
}

async function buildWheel(options) {
  const command = [process.execPath, inRoot('extension', 'packaging', 'wheel.mjs')];
  const output = await run('Building the wheel', command, options);
  return output.trim().split('\n').at(-1);
}

async function installPython(packages, into, options) {
  const python = programOf(venv, 'python');
  await run('Making an empty environment', [uv, 'venv', '--python', python, into], options);
  await run(
    'Installing the wheel',
    [uv, 'pip', 'install', '--python', programOf(into, 'python'), ...packages],
    options
  );
}

/** Removes the variables of `npm test` that name this package, because npm would install there. */
function ownNpmVariables() {
  const inherited = Object.keys(process.env).filter(name =>
    /^(npm_(package|lifecycle|command|node|config_local)|INIT_CWD)/i.test(name)
  );
  return Object.fromEntries(inherited.map(name => [name, undefined]));
}
