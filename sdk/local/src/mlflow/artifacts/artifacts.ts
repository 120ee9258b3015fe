import {
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  lstatSync,
  mkdirSync,
  renameSync
} from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withoutTrailingSlashes } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import { isData } from '../../blobs/copy-tree.js';
import { openInside, staysInside, withFolder } from '../../blobs/confined-path.js';
import { readMasked } from '../../blobs/read-masked.js';
import type { SecretTexts } from '../../identity/secret-texts.js';
import { fail } from '../errors.js';
import { artifactFile } from './artifact-path.js';

/** An entry of a folder of artifacts. `size` in bytes, absent for folders. */
export interface ArtifactInfo {
  path: string;
  isFolder: boolean;
  size?: number;
}

/** A readable artifact: its size in bytes and its content as a stream. */
export interface ArtifactContent {
  size: number;
  stream: Readable;
}

/** The scheme of artifact URIs that plain MLflow reads through the tracking server. */
export const artifactsScheme = 'mlflow-artifacts:/';

const datastorePath = /^datastores\/([^/]+)\/(.+)$/;

/**
 * Stores artifacts as plain files below one folder. Jobs write and the Blob service serves the same files, so a listing reads the
 * folder itself. Paths below `datastores/{name}/` are read-only files of the workspace's datastores.
 */
export class ArtifactStore {
  private readonly staging: string;

  /**
   * @param root - The folder of the artifacts.
   * @param resolveDatastorePath - Returns the folder of an `azureml://datastores/{name}/paths/` URI, or undefined if there is no such
   * datastore.
   * @param secretsIn - Returns the secrets that a job may have printed into an artifact.
   */
  constructor(
    private readonly root: string,
    private readonly newId: () => string,
    private readonly resolveDatastorePath: (uri: string) => string | undefined = () => undefined,
    private readonly secretsIn: (name: string) => SecretTexts | undefined = () => undefined
  ) {
    // Next to the artifacts: listings never include a partial upload, and the final rename stays on one file system.
    this.staging = join(dirname(root), '.artifact-staging');
  }

  /** Lists the entries of a folder, sorted by name. Returns an empty list for a file or a missing folder. */
  async list(path: string): Promise<ArtifactInfo[]> {
    const { root, file } = this.locate(path);
    const entries = await readdir(file, { withFileTypes: true }).catch(() => []);
    const infos = await Promise.all(
      entries.map(async (entry): Promise<ArtifactInfo | undefined> => {
        const at = join(file, entry.name);
        if (entry.isSymbolicLink() && !staysInside(root, at)) return undefined;
        const info = await stat(at).catch(() => undefined);
        // A client that downloads the folder could not read a socket or a pipe.
        if (!info || !isData(info)) return undefined;
        const name = path ? `${withoutTrailingSlashes(path)}/${entry.name}` : entry.name;
        return info.isDirectory()
          ? { path: name, isFolder: true }
          : { path: name, isFolder: false, size: info.size };
      })
    );
    return infos
      .filter(info => info !== undefined)
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  /** Returns whether there is a file at a path. A path that leads out of the artifacts has none. */
  async hasFile(path: string): Promise<boolean> {
    try {
      return (await stat(this.locate(path).file)).isFile();
    } catch (error) {
      if (isCarryError(error) || isAbsent(error)) return false;
      throw error;
    }
  }

  /** Opens an artifact for reading. */
  async read(path: string): Promise<ArtifactContent> {
    const opened = this.open(path);
    const info = fstatSync(opened);
    if (!info.isFile()) {
      closeSync(opened);
      throw fail('MlflowArtifactNotFound', { path });
    }
    // A running job may append to the file, so exactly the bytes counted now are sent.
    const { size } = info;
    if (size === 0) return { size, stream: createReadStream('', { fd: opened, start: 0 }) };
    const secrets = this.secretsIn(path.replace(/^datastores\/[^/]+\//, ''));
    return { size, stream: readMasked(opened, { start: 0, end: size - 1 }, secrets) };
  }

  /** Stores a stream of any length. The artifact appears only once it is complete. */
  async write(path: string, content: Readable): Promise<void> {
    if (datastorePath.test(path)) throw fail('ArtifactReadOnly', { path });
    const { file } = this.locate(path);
    if (file === this.root) throw fail('ArtifactPathMissing');
    const part = this.newPart();
    try {
      await pipeline(content, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
      await flush(part);
      const publish = (folder: string) => {
        // Checked again: a job may have created a link during the upload.
        artifactFile(this.root, path);
        renameSync(part, join(folder, basename(file)));
      };
      withFolder(this.confinement(this.root, path), dirname(file), publish, { create: true });
    } catch (error) {
      await rm(part, { force: true });
      throw isPathConflict(error) ? fail('ArtifactPathTaken', { path }) : error;
    }
  }

  /** Deletes a file, or a folder with its contents. Deletes a link without what it refers to. */
  async delete(path: string): Promise<void> {
    const { root, file } = this.locate(path);
    if (file === root || datastorePath.test(path)) throw fail('ArtifactNotDeletable', { path });
    const part = this.newPart();
    try {
      withFolder(this.confinement(root, path), dirname(file), folder => {
        renameSync(join(folder, basename(file)), part);
      });
    } catch (error) {
      if (isAbsent(error)) return;
      throw error;
    }
    await rm(part, { recursive: true, force: true });
  }

  private open(path: string): number {
    const { root, file } = this.locate(path);
    try {
      // Without O_NONBLOCK, opening a pipe that a job created would wait for its writer.
      const flags = constants.O_RDONLY | constants.O_NONBLOCK;
      return openInside(this.confinement(root, path), file, flags);
    } catch (cause) {
      if (!isAbsent(cause)) throw cause;
      throw fail('MlflowArtifactNotFound', { path }, { cause });
    }
  }

  private confinement(root: string, path: string) {
    return { root, outside: () => fail('ArtifactLinkOutside', { path }) };
  }

  /** Returns the path of a new file beside the artifacts. */
  private newPart(): string {
    mkdirSync(this.staging, { recursive: true, mode: 0o700 });
    // A job could have replaced the folder by a link, so that uploads would be written elsewhere.
    if (!lstatSync(this.staging).isDirectory())
      throw fail('ArtifactLinkOutside', { path: basename(this.staging) });
    return join(this.staging, this.newId());
  }

  private locate(path: string): { root: string; file: string } {
    const [, datastore, inside = ''] = datastorePath.exec(path) ?? [];
    if (datastore === undefined) return { root: this.root, file: artifactFile(this.root, path) };
    const root = this.resolveDatastorePath(`azureml://datastores/${datastore}/paths/`);
    if (root === undefined) throw fail('MlflowDatastoreNotFound', { name: datastore });
    return { root, file: artifactFile(root, inside) };
  }
}

/** Flushes a file to disk, so that an acknowledged artifact survives a power failure. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Returns whether a part of the path is a file where a folder is needed, or the reverse. */
function isPathConflict(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return ['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY'].includes(String(code));
}

/** Returns whether the path does not exist, or goes through a file as if it were a folder. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENXIO'].includes(String((error as { code?: unknown }).code));
}
