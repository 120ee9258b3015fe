import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './places.mjs';

const made = new Set(['node_modules', 'dist', 'lib', 'labextension', '__pycache__', '.venv']);
const madeFiles = /(\.tsbuildinfo|\.test\.tsx?)$/;

/** One hash for the content of files and folders of the checkout, and for other texts that count. */
export function fingerprint(paths, ...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text}\0`);
  for (const given of paths)
    for (const file of filesOf(inRoot(given))) {
      hash.update(`${path.relative(inRoot('.'), file)}\0`);
      hash.update(readFileSync(file)).update('\0');
    }
  return hash.digest('hex');
}

function filesOf(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .filter(entry => !made.has(entry.name) && !madeFiles.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => filesOf(path.join(place, entry.name)));
}
