import { join } from 'node:path';
import { withoutOuterSlashes } from 'carry-ml/arm';
import { isBlobName } from '../../blobs/blob-path.js';
import { staysInside } from '../../blobs/confined-path.js';
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
 * decoding of it contains `..` or is a `file:` URI.
 */
export function relativePath(path: string): string {
  for (let text = path, before = ''; text !== before; before = text, text = decoded(text))
    if (/^file:/i.test(text) || text.split(/[/\\]/).includes('..'))
      throw fail('ArtifactPathUnsafe');
  return withoutOuterSlashes(path);
}

/** Resolves a path from a client against the folder of a run or model. */
export function pathInside(folder: string, path: string): string {
  const inside = relativePath(path);
  if (path.startsWith('/')) throw fail('ArtifactPathAbsolute', { path });
  return inside ? `${folder}/${inside}` : folder;
}
