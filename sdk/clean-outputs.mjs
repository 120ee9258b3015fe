#!/usr/bin/env node
/**
 * Makes what `tsc -b` built match the sources: deletes the outputs of sources that were moved or deleted, which npm would
 * pack, and makes a package build again when outputs are missing, which `tsc -b` does not notice.
 */
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const projects = [
  ...['client', 'adder', 'local', 'bridge'].map(name => ({
    folder: `sdk/${name}`,
    outputs: 'dist'
  })),
  { folder: 'extension', outputs: 'lib' }
];

/** Outputs of earlier layouts of the repository. */
const leftovers = [
  'sdk/dist',
  'sdk/tsconfig.tsbuildinfo',
  'extension/jupyterlab_carry/bridge.json'
];

/** Cleans the outputs of a checkout. Files without a source that is still there go; current ones stay in use. */
export function cleanOutputs(checkout = root) {
  for (const leftover of leftovers)
    rmSync(join(checkout, leftover), { recursive: true, force: true });
  for (const { folder, outputs } of projects)
    cleanProject(join(checkout, folder), join(checkout, folder, outputs));
}

function cleanProject(folder, outputs) {
  const sources = filesIn(join(folder, 'src')).filter(file => /(?<!\.d)\.tsx?$/.test(file));
  const stems = new Set(sources.map(file => file.replace(/\.tsx?$/, '')));
  for (const file of filesIn(outputs)) {
    const [, stem] = /^(.*?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(file) ?? [];
    if (stem !== undefined && !stems.has(stem)) rmSync(join(outputs, file));
  }
  const missing = [...stems].some(stem => !existsSync(join(outputs, `${stem}.js`)));
  if (missing) rmSync(join(folder, 'tsconfig.tsbuildinfo'), { force: true });
}

/** The files of a folder and its subfolders, with `/` between them. */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .map(file => file.replaceAll('\\', '/'));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  cleanOutputs();
