import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { isBlobName } from '../../blobs/blob-path.js';
import { fail } from '../errors.js';
import { decoded } from '../wire/percent-decoding.js';

/**
 * Returns the file or folder of an artifact below `root`, which does not have to exist yet. Rejects a path that leads outside of
 * `root`, either by its segments or through a symbolic link that a job created.
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
 * Returns a path from a client without leading and trailing slashes. Clients encode it once or twice, so a path is rejected if any
 * decoding of it contains `..`.
 */
export function relativePath(path: string): string {
  for (let text = path, before = ''; text !== before; before = text, text = decoded(text))
    if (text.split(/[/\\]/).includes('..')) throw fail('ArtifactPathUnsafe');
  return path.replace(/^\/+|\/+$/g, '');
}

/** Resolves a path from a client against the folder of a run or model. */
export function pathInside(folder: string, path: string): string {
  const inside = relativePath(path);
  if (path.startsWith('/')) throw fail('ArtifactPathAbsolute', { path });
  return inside ? `${folder}/${inside}` : folder;
}

/** Returns whether the file is in `root` after all symbolic links in the existing part of its path are resolved. */
export function staysInside(root: string, file: string): boolean {
  if (!exists(root)) return true;
  const inside = realpathSync(root);
  let existing = file;
  const missing: string[] = [];
  while (existing.length > root.length && !exists(existing)) {
    missing.unshift(basename(existing));
    existing = dirname(existing);
  }
  try {
    const real = join(realpathSync(existing), ...missing);
    return real === inside || real.startsWith(inside + sep);
  } catch {
    // A dangling link could be redirected anywhere before a file is written through it.
    return false;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    // ENOTDIR: a part of the path is a file, so the path does not exist either.
    if (['ENOENT', 'ENOTDIR'].includes(String((error as { code?: unknown }).code))) return false;
    throw error;
  }
}
