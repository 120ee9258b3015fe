import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathInside, saveStream, type RequestOptions } from '../arm/client/index.js';
import { withoutOuterSlashes } from '../arm/index.js';
import { artifactNotFound } from './artifacts-missing.js';
import type { ArtifactOwner, ArtifactStore } from './artifacts.js';
import { lookedUp } from '../errors/index.js';
import { fail } from './errors.js';

/** Uploads a local file to a folder of a run's artifacts. */
export async function putFile(store: ArtifactStore, file: string, folder: string): Promise<void> {
  const { size } = await statOf(file);
  const path = joined(folder, basename(file));
  await store.put(path, { open: () => createReadStream(file), size });
}

/** Uploads all files of a local folder. */
export async function putFolder(store: ArtifactStore, folder: string, to: string): Promise<void> {
  await statOf(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const below = entry.parentPath.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    await putFile(store, join(entry.parentPath, entry.name), joined(to, below));
  }
}

/** Downloads an artifact, or everything in a folder of artifacts; returns the paths of the written files. */
export async function download(
  store: ArtifactStore,
  run: ArtifactOwner,
  path: string,
  dir: string,
  options: RequestOptions = {}
): Promise<string[]> {
  const wanted = withoutOuterSlashes(path);
  const above = wanted.includes('/') ? wanted.slice(0, wanted.lastIndexOf('/')) : '';
  const siblings = wanted ? await store.list(above) : [];
  const isFile = siblings.some(artifact => artifact.path === wanted && !artifact.isFolder);
  const files = isFile ? [wanted] : (await store.files(wanted)).map(artifact => artifact.path);
  if (files.length === 0 && wanted) throw artifactNotFound(run, wanted);
  const written: string[] = [];
  for (const file of files) {
    const inside = isFile ? basename(wanted) : file.slice(wanted ? wanted.length + 1 : 0);
    written.push(await write(store, file, insideFolder(dir, inside), options));
  }
  return written;
}

/** Downloads one artifact that is a file into a folder; returns the path that was written. */
export async function downloadFile(
  store: ArtifactStore,
  path: string,
  dir: string,
  options: RequestOptions = {}
): Promise<string> {
  return write(store, path, insideFolder(dir, basename(path)), options);
}

async function write(
  store: ArtifactStore,
  file: string,
  to: string,
  { signal }: RequestOptions
): Promise<string> {
  await saveStream(() => store.get(file), to, signal);
  return to;
}

async function statOf(path: string) {
  return stat(path).catch((cause: unknown) => {
    throw fail('ArtifactSourceNotFound', lookedUp(path), { target: path, cause });
  });
}

function joined(folder: string, name: string): string {
  return [withoutOuterSlashes(folder), name].filter(Boolean).join('/');
}

/** Returns a path inside a folder; refuses one that leads outside, because names come from a service. */
function insideFolder(dir: string, path: string): string {
  const to = pathInside(dir, path);
  if (to === undefined) throw fail('UnsafeArtifact', { path }, { target: path });
  return to;
}
