import { join } from 'node:path';
import { fail } from './errors.js';

const controlCharacters = /[\u0000-\u001f\u007f]/;
const NUL = '\0';

/** Limits of file systems in bytes: 255 for one name, 4096 for a path including the folder of the workspace. */
const MAX_PART_BYTES = 255;
const MAX_NAME_BYTES = 3072;

/** True when each part of the name is a valid file name. A job may write files whose names have control characters. */
export function isBlobName(name: string): boolean {
  return Buffer.byteLength(name) <= MAX_NAME_BYTES && name.split('/').every(isFileName);
}

/** Throws InvalidResourceName for a name that a client may not give a blob, as in Azure. */
export function requireNewName(name: string): void {
  if (controlCharacters.test(name)) throw fail('InvalidResourceName', { name });
}

function isFileName(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || part.includes(NUL)) return false;
  return Buffer.byteLength(part) <= MAX_PART_BYTES;
}

/**
 * Returns the file of a blob: `{root}/{container}/{name}`, with the name's parts unchanged, so that a person finds them.
 * Throws InvalidResourceName for a name that could lead outside.
 */
export function blobPath(root: string, container: string, name: string): string {
  if (!/^[a-z0-9$](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(container))
    throw fail('InvalidResourceName', { name: container });
  if (!isBlobName(name)) throw fail('InvalidResourceName', { name });
  return join(root, container, ...name.split('/'));
}
