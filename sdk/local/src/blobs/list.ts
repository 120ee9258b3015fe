import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCarryError } from 'carry-ml/errors';
import type { BlobFiles } from './blob-files.js';
import type { BlobProperties } from './blob-records.js';
import { staysInside } from './confined-path.js';
import { markerOf, nameOfMarker } from './list-marker.js';

/** One page of a listing: blobs and, with a delimiter, the folders at this level. */
export interface BlobPage {
  blobs: BlobProperties[];
  prefixes: string[];
  nextMarker?: string;
}

export interface ListOptions {
  prefix: string;
  delimiter?: string;
  /** Where to start: `nextMarker` of the previous page. */
  marker?: string;
  limit: number;
}

/** Lists blobs in the order of their names, as the Blob service does. */
export async function listBlobs(
  files: BlobFiles,
  container: string,
  options: ListOptions
): Promise<BlobPage> {
  const page: BlobPage = { blobs: [], prefixes: [] };
  const first = options.marker ? nameOfMarker(options.marker) : '';
  for await (const name of names(files.folder(container), options)) {
    if (name < first) continue;
    if (page.blobs.length + page.prefixes.length === options.limit)
      return { ...page, nextMarker: markerOf(name) };
    if (name.endsWith('/')) page.prefixes.push(name);
    else page.blobs.push(...(await existing(files, container, name)));
  }
  return page;
}

/** Returns an empty list for a blob that is not a file (a job may link a folder) or was deleted during the listing. */
function existing(files: BlobFiles, container: string, name: string): Promise<BlobProperties[]> {
  return files.properties(container, name).then(
    blob => [blob],
    (error: unknown) => {
      if (isCarryError(error) && error.code === 'BlobNotFound') return [];
      throw error;
    }
  );
}

/** Yields names in order. With the delimiter '/', a folder below the prefix is one name that ends with it. */
async function* names(
  root: string,
  { prefix, delimiter }: ListOptions,
  below = ''
): AsyncGenerator<string> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(
    () => [] as Dirent[]
  );
  const keyed = entries
    .map(entry => ({ entry, name: `${below}${entry.name}${entry.isDirectory() ? '/' : ''}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { entry, name } of keyed) {
    if (!name.startsWith(prefix) && !(entry.isDirectory() && prefix.startsWith(name))) continue;
    if (!entry.isDirectory()) {
      if (!entry.isSymbolicLink() || staysInside(root, join(root, name))) yield name;
    } else if (delimiter === '/' && name.length > prefix.length) {
      yield name;
    } else {
      yield* names(root, { prefix, delimiter, limit: 0 }, name);
    }
  }
}
