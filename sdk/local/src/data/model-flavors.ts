import { closeSync, constants, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { openInside } from '../blobs/confined-path.js';
import type { ModelVersionRecord } from '../store/model-records.js';
import { dataPath, type DataSources } from './data-path.js';

type Flavors = ModelVersionRecord['flavors'];

/** Limits of an MLmodel, because it is read while a request waits. Those of MLflow's own flavors have a few kilobytes. */
const MAX_FILE_BYTES = 512 * 1024;
const MAX_FLAVORS_CHARACTERS = 16_000;
const MAX_BRACKETS = 200;

/** Returns the flavors that the MLmodel in a model's folder declares; none where there is no such file, or none that can be read. */
export function modelFlavors(source: string, sources: DataSources): Flavors {
  try {
    const folder = dataPath(source, sources);
    const text = folder && readInside(sources.blobs.root, join(folder, 'MLmodel'));
    return text ? flavorsIn(text) : {};
  } catch {
    // A model is registered whatever its files are.
    return {};
  }
}

/** Reads the flavors of an MLmodel, each value as the text that Azure ML stores. Throws for text that is no YAML. */
export function flavorsIn(text: string): Flavors {
  const block = flavorsBlock(text);
  if (block.length > MAX_FLAVORS_CHARACTERS || block.split(/[[{]/).length > MAX_BRACKETS) return {};
  // Comparing the keys of a mapping with each other would take quadratic time.
  const read = parse(block, { uniqueKeys: false }) as { flavors?: unknown } | null;
  return Object.fromEntries(
    entriesOf(read?.flavors).map(([name, settings]) => [name, { data: textsOf(settings) }])
  );
}

/** Returns the lines of the key `flavors` alone: a model's signature and its examples can be long. */
function flavorsBlock(text: string): string {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex(line => /^['"]?flavors['"]?:/.test(line));
  if (first === -1) return '';
  const rest = lines.slice(first + 1);
  const end = rest.findIndex(line => /^[^\s#]/.test(line));
  return [lines[first], ...(end === -1 ? rest : rest.slice(0, end))].join('\n');
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function textsOf(settings: unknown): Record<string, string> {
  return Object.fromEntries(
    entriesOf(settings).flatMap(([key, value]) =>
      value === null || value === undefined
        ? []
        : [[key, typeof value === 'string' ? value : JSON.stringify(value)]]
    )
  );
}

/** Reads a file that must be inside the root, whatever links a job has made; undefined for one that is too long or no file. */
function readInside(root: string, path: string): string | undefined {
  const outside = () => new Error(`${path} leads out of ${root}`);
  // Without O_NONBLOCK, opening a pipe that a job created would wait for its writer.
  const file = openInside({ root, outside }, path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const entry = fstatSync(file);
    if (!entry.isFile() || entry.size > MAX_FILE_BYTES) return undefined;
    const bytes = Buffer.alloc(entry.size);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, entry.size, 0));
  } finally {
    closeSync(file);
  }
}
