#!/usr/bin/env node
// `npm run setup:native`: installs the adder's native backend, @tensorflow/tfjs-node, for users who train often.
import { copyFileSync, existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished, run } from './command.mjs';
import { Failure, reportFailures } from './failure.mjs';
import { npm } from './node-packages.mjs';
import { inRoot, programOf, venv } from './places.mjs';
import { setUp } from './setup.mjs';

const VERSION = '4.22.0';
/** A release whose wheel contains TensorFlow's C library and works with tfjs-node's addon. */
const TENSORFLOW = '2.15.1';
const home = inRoot('node_modules', '@tensorflow', 'tfjs-node');
const addon = path.join(home, 'lib', 'napi-v8', 'tfjs_binding.node');
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const headers = ['c', 'core/platform']
  .map(f => `include/tensorflow/${f}`)
  .concat(['c', 'platform'].map(f => `include/tsl/${f}`));

/** Extracts the named files and folders below `tensorflow/` from the wheel. */
const unpack = `
import sys, zipfile
wheel, folder, *wanted = sys.argv[1:]
with zipfile.ZipFile(wheel) as z:
    z.extractall(folder, [n for n in z.namelist() if any(n == f"tensorflow/{w}" or n.startswith(f"tensorflow/{w}/") for w in wanted)])
`;

await reportFailures(async () => {
  await setUp();
  // npm would remove packages that are not in its lock file, such as the addon.
  if (await works()) return console.log('The native backend is installed already.');
  await step('The package', () =>
    run('Installing @tensorflow/tfjs-node', [
      ...npm(),
      ...['install', '--no-save', '--ignore-scripts', `@tensorflow/tfjs-node@${VERSION}`]
    ])
  );
  if (!(await works())) {
    const own = await step("TensorFlow by the package's own installer", () =>
      finished([process.execPath, 'scripts/install.js', 'download'], { cwd: home })
    );
    if (own.code !== 0 || !(await works()))
      await step('TensorFlow from its Python wheel', fromWheel);
  }
  if (!(await works()))
    throw new Failure(
      'The native backend was installed but does not work. The adder continues to use the wasm backend, which needs no further package.'
    );
  console.log(
    '\nThe native backend works. Choose it with train({ backend: "native" }) or CARRY_ADDER_BACKEND=native.'
  );
});

async function step(name, work) {
  process.stdout.write(`${name} … `);
  const began = Date.now();
  const result = await work();
  console.log(`${((Date.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

/** Whether the addon multiplies two matrices correctly, in a separate process. */
async function works() {
  if (!existsSync(addon)) return false;
  const program = `const tf = require(${JSON.stringify(home)});
    process.exit(tf.getBackend() === 'tensorflow' && tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0] === 11 ? 0 : 1)`;
  return (await finished([process.execPath, '-e', program])).code === 0;
}

/** Python's wheel of TensorFlow contains the C library and its headers; the addon is compiled from two source files of the package. */
async function fromWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Failure(
      `The package's own installer could not download TensorFlow, and the other way works on Linux on x64 only (this is ${process.platform} on ${process.arch}). The adder continues to use the wasm backend.`
    );
  const compiler = await firstOf(['g++', 'c++', 'clang++']);
  const folder = mkdtempSync(path.join(tmpdir(), 'carry-native-'));
  try {
    const python = programOf(venv, 'python');
    await run('Downloading TensorFlow', [
      python,
      ...[
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-deps',
        '--only-binary=:all:',
        '--python-version',
        '3.11'
      ],
      ...['--platform', 'manylinux2014_x86_64', '--platform', 'manylinux_2_17_x86_64'],
      ...['--dest', folder, `tensorflow-cpu==${TENSORFLOW}`]
    ]);
    const wheel = path.join(
      folder,
      readdirSync(folder).find(name => name.endsWith('.whl'))
    );
    await run('Unpacking TensorFlow', [
      python,
      '-c',
      unpack,
      wheel,
      folder,
      ...libraries,
      ...headers
    ]);
    await compile(compiler, path.join(folder, 'tensorflow'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compile(compiler, tensorflow) {
  const lib = path.join(home, 'deps', 'lib');
  for (const each of [path.dirname(addon), lib]) mkdirSync(each, { recursive: true });
  await run('Compiling the addon', [
    compiler,
    ...[
      '-std=c++17',
      '-O2',
      '-fPIC',
      '-shared',
      '-DNAPI_VERSION=8',
      '-DNODE_GYP_MODULE_NAME=tfjs_binding'
    ],
    ...[`-I${await nodeHeaders()}`, `-I${path.join(tensorflow, 'include')}`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(file => path.join(home, 'binding', file)),
    ...['-o', addon, ...libraries.map(file => path.join(tensorflow, file))],
    '-Wl,-rpath,$ORIGIN/../../deps/lib'
  ]);
  for (const file of libraries) copyFileSync(path.join(tensorflow, file), path.join(lib, file));
}

/** Returns the folder of Node's headers: of the installation if it has them, else of the package node-api-headers. */
async function nodeHeaders() {
  const own = path.join(path.dirname(process.execPath), '..', 'include', 'node');
  if (existsSync(path.join(own, 'node_api.h'))) return own;
  await run("Installing Node's headers", [
    ...npm(),
    ...[
      'install',
      '--no-save',
      '--ignore-scripts',
      'node-api-headers',
      `@tensorflow/tfjs-node@${VERSION}`
    ]
  ]);
  return inRoot('node_modules', 'node-api-headers', 'include');
}

async function firstOf(compilers) {
  for (const name of compilers) if ((await finished([name, '--version'])).code === 0) return name;
  throw new Failure(
    "The native backend needs a C++ compiler, and none was found. On Debian or Ubuntu: 'apt-get install g++'. The adder continues to use the wasm backend."
  );
}
