import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = fileURLToPath(new URL('..', import.meta.url));

export const inExtension = (...parts) => path.join(extension, ...parts);

export const inRepository = (...parts) => path.join(extension, '..', ...parts);

/** Reads the `package.json` of a folder. */
export const readManifest = folder =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
