import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../kernels/setup/node-packages.mjs';
import { programOf, venv } from '../../kernels/setup/places.mjs';
import { uv } from '../../kernels/setup/python-packages.mjs';
import { table } from './adder/table.mjs';
import { withEnding } from './ending.mjs';
import { median, root } from './home.mjs';

const ROUNDS = 9;
const LARGEST = 8;

const theirs = 'azure-ai-ml';

/** The import of each package, in a separate process that prints the duration in milliseconds. */
const timeImport = {
  js: `const start = performance.now();
await import('carry-ml');
console.log(performance.now() - start);`,
  python: `import time
start = time.perf_counter()
import azure.ai.ml
print((time.perf_counter() - start) * 1000)`
};

/** Measures size, number of packages and cold import of `carry-ml` as npm installs it, compared with azure-ai-ml. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'carry-install-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return withEnding(remove, () => {
    const ours = installOurs(folder);
    const peer = installTheirs(folder);
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push({ ours: ours.time(), peer: peer.time() });
    return report({
      ours: { ...ours, import: median(rounds.map(round => round.ours)) },
      peer: { ...peer, import: median(rounds.map(round => round.peer)) }
    });
  });
}

/** `npm install` of the packed `carry-ml` in an empty folder. */
function installOurs(base) {
  const folder = join(base, 'npm');
  mkdirSync(folder);
  call(npm('pack', '--pack-destination', base), join(root, 'sdk', 'client'));
  const packed = readdirSync(base).find(name => name.endsWith('.tgz'));
  call(npm('install', '--no-audit', '--no-fund', join(base, packed)), folder);
  const packages = npmPackages(join(folder, 'node_modules'));
  return {
    size: sizeOf(join(folder, 'node_modules')),
    packages,
    time: () => Number(call([process.execPath, '--input-type=module', '-e', timeImport.js], folder))
  };
}

/** `uv pip install` of azure-ai-ml in an empty environment. */
function installTheirs(base) {
  const folder = join(base, 'python');
  call([uv, 'venv', '--python', programOf(venv, 'python'), folder], base);
  const python = programOf(folder, 'python');
  // npm does not compile at installation; pip does, so that the first import is faster.
  call([uv, 'pip', 'install', '--compile-bytecode', '--python', python, theirs], base);
  const list = JSON.parse(call([uv, 'pip', 'list', '--format', 'json', '--python', python], base));
  return {
    size: sizeOf(folder),
    packages: list.map(({ name }) => ({ name })),
    version: list.find(({ name }) => name === theirs)?.version,
    time: () => Number(call([python, '-c', timeImport.python], base))
  };
}

/** Returns every installed package with the size of its own files. */
function npmPackages(modules, at = '') {
  return readdirSync(join(modules, at), { withFileTypes: true }).flatMap(entry => {
    if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
    const name = join(at, entry.name);
    if (entry.name.startsWith('@')) return npmPackages(modules, name);
    const folder = join(modules, name);
    const nested = join(folder, 'node_modules');
    const inner = isFolder(nested) ? npmPackages(nested) : [];
    const own = sizeOf(folder) - (inner.length > 0 ? sizeOf(nested) : 0);
    return [{ name, size: own }, ...inner];
  });
}

function isFolder(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Returns the bytes on disk, as `du` counts them; a file with several links counts once. */
function sizeOf(path, seen = new Set()) {
  const { blocks, ino } = lstatSync(path);
  if (seen.has(ino)) return 0;
  seen.add(ino);
  const inside = isFolder(path) ? readdirSync(path) : [];
  return inside.reduce((sum, name) => sum + sizeOf(join(path, name), seen), blocks * 512);
}

function call([program, ...args], cwd) {
  return execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore']
  });
}

const megabytes = bytes => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const seconds = milliseconds => `${(milliseconds / 1000).toFixed(2)} s`;
const times = (theirs, ours) => `${(theirs / ours).toFixed(1)} times`;

function report({ ours, peer }) {
  const largest = [...ours.packages].sort((a, b) => b.size - a.size).slice(0, LARGEST);
  const rest = ours.size - largest.reduce((sum, { size }) => sum + size, 0);
  return [
    '## Install and import',
    '',
    `The packed \`carry-ml\` in an empty folder, and ${theirs} ${peer.version} in an empty Python environment; sizes on disk. The import is the median of`,
    `${ROUNDS} fresh processes each, in turns, without the start of Node or Python.`,
    '',
    table(
      ['', 'carry-ml', theirs, 'ratio', 'aim'],
      [
        [
          'installed size',
          megabytes(ours.size),
          megabytes(peer.size),
          times(peer.size, ours.size),
          'at most 90 MB'
        ],
        ['packages', ours.packages.length, peer.packages.length, '', ''],
        [
          'cold import',
          seconds(ours.import),
          seconds(peer.import),
          times(peer.import, ours.import),
          'at most 0.35 s'
        ]
      ]
    ),
    '',
    'The packages of `carry-ml` by size:',
    '',
    table(
      ['package', 'size on disk'],
      [
        ...largest.map(({ name, size }) => [`\`${name}\``, megabytes(size)]),
        [`${ours.packages.length - LARGEST} others`, megabytes(rest)]
      ]
    )
  ].join('\n');
}
