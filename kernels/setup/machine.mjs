import fs from 'node:fs';
import { finished } from './command.mjs';
import { Failure } from './failure.mjs';
import { root } from './places.mjs';

const GB = 1e9;

export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(
    `Carry needs Node.js 20.19 or newer, and this is ${version}. Install a newer one (https://nodejs.org), then run the same command again.`
  );
}

export function checkDisk(needed = 3 * GB) {
  const { bavail, bsize } = fs.statfsSync(root);
  if (bavail * bsize >= needed) return;
  throw new Failure(
    `The set-up needs about ${(needed / GB).toFixed(0)} GB of disk, and only ${((bavail * bsize) / GB).toFixed(1)} GB are free in ${root}. Free some space, then run the same command again.`
  );
}

/**
 * @typedef {object} Python
 * @property {string[]} argv The command that starts it.
 * @property {string} version Such as 3.11.
 * @property {boolean} canMakeVenv
 */

const probe =
  'import sys,importlib.util as u;print("%d.%d"%sys.version_info[:2],all(u.find_spec(m) for m in ("venv","ensurepip")))';

/** Finds a Python that is new enough, the default one first. @returns {Promise<Python>} */
export async function findPython() {
  const old = new Set();
  let withoutVenv;
  for (const argv of pythons()) {
    const found = await inspect(argv);
    if (found?.isOld) old.add(found.version);
    else if (found?.canMakeVenv) return found;
    else withoutVenv ??= found;
  }
  if (withoutVenv) return withoutVenv;
  throw new Failure(
    old.size > 0
      ? `Carry needs Python 3.10 or newer, and only ${[...old].join(' and ')} was found. Install a newer one (https://python.org), or name one with CARRY_PYTHON=/path/to/python.`
      : 'Carry needs Python 3.10 or newer, and none was found (python3, python). Install it (https://python.org), or name one with CARRY_PYTHON=/path/to/python.'
  );
}

function pythons() {
  return [
    ...(process.env.CARRY_PYTHON ? [[process.env.CARRY_PYTHON]] : []),
    ...(process.platform === 'win32' ? [['py', '-3']] : []),
    ...['python3', 'python'].map(name => [name]),
    ...[14, 13, 12, 11, 10].map(minor => [`python3.${minor}`])
  ];
}

async function inspect(argv) {
  const { code, output } = await finished([...argv, '-c', probe]);
  const [, version, able] = /^(\d+\.\d+) (True|False)/m.exec(output) ?? [];
  if (code !== 0 || !version) return undefined;
  const [major, minor] = version.split('.').map(Number);
  return { argv, version, canMakeVenv: able === 'True', isOld: major !== 3 || minor < 10 };
}
