import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './places.mjs';

const generated = new Set(['node_modules', 'dist', 'lib', 'labextension', '__pycache__', '.venv']);
const generatedFiles = /(\.tsbuildinfo|\.test\.tsx?)$/;

/** Returns one hash of the names and contents of files and folders of the checkout, and of further texts. */
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
    .filter(entry => !generated.has(entry.name) && !generatedFiles.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => filesOf(path.join(place, entry.name)));
}
