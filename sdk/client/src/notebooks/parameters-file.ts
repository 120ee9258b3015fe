import { createHash } from 'node:crypto';
import type { SnapshotFile } from './snapshot.js';

/** Returns the file with parameters that are too large for a variable. Its name is made of its content: job files of one folder share none. */
export function parametersFile(json: string): SnapshotFile {
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 12);
  return { path: `parameters-${hash}.json`, content: json, size: Buffer.byteLength(json) };
}

/** True for the name of such a file. */
export function isParametersFile(name: string): boolean {
  return /^parameters-[0-9a-f]{12}\.json$/.test(name);
}
