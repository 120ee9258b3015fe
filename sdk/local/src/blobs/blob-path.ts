import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fail } from './errors.js';

const refused = /[\u0000-\u001f\u007f]/;

/** File systems count bytes: 255 for a name, 4096 for a path with the folder before it. */
const longestPart = 255;
const longestName = 3072;

/** True when each part of the name can be a file's name of its own. */
export function isBlobName(name: string): boolean {
  return Buffer.byteLength(name) <= longestName && name.split('/').every(isFileName);
}

function isFileName(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || refused.test(part)) return false;
  return Buffer.byteLength(part) <= longestPart;
}

/**
 * The file that holds a blob: `{root}/{container}/{name}`, the name's parts as they are, so that a person finds them.
 * Throws InvalidResourceName for anything that could lead elsewhere.
 */
export function blobPath(root: string, container: string, name: string): string {
  if (!/^[a-z0-9$](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(container))
    throw fail('InvalidResourceName', { name: container });
  if (!isBlobName(name)) throw fail('InvalidResourceName', { name });
  return join(root, container, ...name.split('/'));
}

/**
 * Jobs write into these folders themselves, links included: a link may stand for a file inside its own container, never for
 * one elsewhere. Answers true when some part of the path is a link that leads out of `folder`.
 */
export function leadsOutside(folder: string, path: string): boolean {
  for (let at = path; at !== folder && at.length > folder.length; at = dirname(at)) {
    const entry = entryOf(at);
    if (!entry?.isSymbolicLink()) continue;
    const target = resolve(dirname(at), readlinkSync(at));
    const inside = relative(folder, target);
    if (inside === '..' || inside.startsWith(`..${sep}`)) return true;
    return leadsOutside(folder, target);
  }
  return false;
}

/** Undefined for a path that is not there, or that runs through a file as if it were a folder. */
function entryOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
