import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { isBlobName } from '../../blobs/blob-path.js';
import { fail } from '../errors.js';
import { decoded } from '../wire/percent-decoding.js';

/**
 * The file or folder of an artifact below `root`. Refuses a path that leads outside, by its words or by a link that a job made;
 * what is not there yet may be asked for, so that it can be written.
 */
export function artifactFile(root: string, path: string): string {
  const parts = path.split('/').filter(part => part !== '');
  if (path.startsWith('/') || path.includes('\\') || (parts.length && !isBlobName(parts.join('/'))))
    throw fail('ArtifactPathNotRelative', { path });
  const file = join(root, ...parts);
  if (!staysInside(root, file)) throw fail('ArtifactLinkOutside', { path });
  return file;
}

/**
 * A path that a client sent, without slashes around it. Clients encode once or twice: it is refused when any decoding of it leads
 * upwards, in MLflow's own two words.
 */
export function relativePath(path: string): string {
  for (let text = path, before = ''; text !== before; before = text, text = decoded(text))
    if (text.split(/[/\\]/).includes('..')) throw fail('ArtifactPathUnsafe');
  return path.replace(/^\/+|\/+$/g, '');
}

/** A path that a client sent, as one in the folder of a run or a model. */
export function pathInside(folder: string, path: string): string {
  const inside = relativePath(path);
  if (path.startsWith('/')) throw fail('ArtifactPathAbsolute', { path });
  return inside ? `${folder}/${inside}` : folder;
}

/** True when the file, with all links followed as far as the path exists, still lies in `root`. */
export function staysInside(root: string, file: string): boolean {
  if (!exists(root)) return true;
  const inside = realpathSync(root);
  let at = file;
  const ahead: string[] = [];
  while (at.length > root.length && !exists(at)) {
    ahead.unshift(basename(at));
    at = dirname(at);
  }
  try {
    const real = join(realpathSync(at), ...ahead);
    return real === inside || real.startsWith(inside + sep);
  } catch {
    // A link that dangles could be made to point anywhere before it is written through.
    return false;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // ENOTDIR: a part of the path is a file, so nothing is there either.
    if (['ENOENT', 'ENOTDIR'].includes(String((error as { code?: unknown }).code))) return false;
    throw error;
  }
}
