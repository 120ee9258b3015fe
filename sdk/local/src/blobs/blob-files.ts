import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  type Stats
} from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { Database } from 'libsql';
import { isCarryError } from 'carry-ml/errors';
import { BlobRecords, type BlobHeaders, type BlobProperties } from './blob-records.js';
import { blobPath, isBlobName, requireNewName } from './blob-path.js';
import type { Condition } from './conditions.js';
import { readMasked } from './read-masked.js';
import { copyTree } from './copy-tree.js';
import { openInside, staysInside, withFolder, type Confinement } from './confined-path.js';
import type { SecretTexts } from '../identity/secret-texts.js';
import { fail } from './errors.js';
import { Staging, type Block } from './staging.js';

/** An open blob. Properties and content are a consistent snapshot, even if the blob is overwritten meanwhile. */
export interface OpenBlob {
  properties: BlobProperties;
  /** Streams the bytes from `start` to `end`, both inclusive, and then closes the blob. */
  read: (range: { start: number; end: number }) => Readable;
  close: () => void;
}

/** The blobs of the workspace: plain files in one folder per container, with the properties that clients set in SQLite. */
export class BlobFiles {
  private readonly staging: Staging;
  private readonly records: BlobRecords;

  constructor(
    readonly root: string,
    db: Database,
    /** Returns the secrets that a job may have printed into a blob. */
    private readonly secretsIn: (name: string) => SecretTexts | undefined = () => undefined
  ) {
    this.staging = new Staging(root);
    this.records = new BlobRecords(db);
  }

  folder(container: string): string {
    return dirname(blobPath(this.root, container, 'x'));
  }

  path(container: string, name: string): string {
    return blobPath(this.root, container, name);
  }

  hasContainer(container: string): boolean {
    return entryAt(this.folder(container))?.isDirectory() ?? false;
  }

  /** True when the name is taken, also by a link. */
  has(container: string, name: string): boolean {
    return isBlobName(name) && entryAt(this.path(container, name)) !== undefined;
  }

  /** Creates the container. Returns false when it already exists. */
  async createContainer(container: string): Promise<boolean> {
    const exists = this.hasContainer(container);
    await mkdir(this.folder(container), { recursive: true, mode: 0o700 });
    return !exists;
  }

  async properties(container: string, name: string): Promise<BlobProperties> {
    return this.records.of(container, name, await this.find(container, name));
  }

  /** Opens the blob. The caller must read or close it. */
  async open(container: string, name: string): Promise<OpenBlob> {
    await this.find(container, name);
    // A job may have replaced the file by a pipe; opening that without O_NONBLOCK would wait for its writer.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    const confinement = this.confinement(container, () => notFound(container, name));
    let file: number;
    try {
      file = openInside(confinement, this.path(container, name), flags);
    } catch (cause) {
      // It was deleted after it was found.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      throw fail('BlobNotFound', { blob: `${container}/${name}` }, { cause });
    }
    try {
      const entry = fstatSync(file);
      if (!entry.isFile()) throw notFound(container, name);
      const secrets = this.secretsIn(name);
      let stream: Readable | undefined;
      return {
        properties: this.records.of(container, name, entry),
        read: range => (stream = readMasked(file, range, secrets)),
        // The stream owns the descriptor: closing it twice could close a file that was opened meanwhile.
        close: () => {
          if (stream) stream.destroy();
          else closeSync(file);
        }
      };
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /** Writes a complete blob atomically. It is durable once this resolves to its MD5. */
  async put(
    container: string,
    name: string,
    content: Readable,
    headers: BlobHeaders,
    condition?: Condition
  ): Promise<string> {
    this.requireWritable(container, name);
    const { draft, md5 } = await this.staging.receive(content, name, headers.md5);
    await this.publish(draft, container, name, { ...headers, md5 }, condition);
    return md5;
  }

  /** Copies a file or folder of the store into a container and resolves to its name there. Links that lead outside are left out. */
  async copyIn(container: string, source: string): Promise<string> {
    const name = basename(source);
    this.requireOwn(source);
    await copyTree(source, this.path(container, name));
    return name;
  }

  /** Stores one block until it is committed. */
  async putBlock(
    container: string,
    name: string,
    id: string,
    content: Readable,
    md5?: string
  ): Promise<void> {
    this.requireWritable(container, name);
    const { draft } = await this.staging.receive(content, name, md5);
    await this.staging.keepBlock(container, name, id, draft);
  }

  /** Lists the blocks that are not committed. */
  uncommittedBlocks(container: string, name: string): Promise<Block[]> {
    this.path(container, name);
    return this.staging.blocks(container, name);
  }

  /** Returns the bytes of the blob that a list of blocks makes. Throws InvalidBlockList when one was never uploaded. */
  sizeOfBlocks(container: string, name: string, ids: readonly string[]): Promise<number> {
    this.path(container, name);
    return this.staging.sizeOf(container, name, ids);
  }

  /** Commits blocks: joins them into the blob, in the order of `ids`. */
  async commit(
    container: string,
    name: string,
    ids: readonly string[],
    headers: BlobHeaders,
    condition?: Condition
  ): Promise<void> {
    this.requireWritable(container, name);
    const draft = await this.staging.join(container, name, ids);
    await this.publish(draft, container, name, headers, condition);
    await this.staging.dropBlocks(container, name);
  }

  /** Changes the content type or the metadata of a blob. */
  async describe(
    container: string,
    name: string,
    change: Partial<BlobHeaders>,
    condition: Condition
  ): Promise<void> {
    const entry = await this.find(container, name);
    const before = this.records.of(container, name, entry);
    condition(before);
    this.records.write(container, name, { ...before, ...change }, entry);
  }

  async delete(container: string, name: string): Promise<void> {
    await this.properties(container, name);
    const path = this.path(container, name);
    try {
      this.inFolderOf(container, name, path, folder => {
        unlinkSync(join(folder, basename(path)));
      });
    } catch (cause) {
      // It was deleted after it was found.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      throw fail('BlobNotFound', { blob: `${container}/${name}` }, { cause });
    }
    this.records.remove(container, name);
    this.removeEmptyFolders(container, name);
  }

  /**
   * Moves a file or folder out of its container in one step, and returns its new path, or undefined when there is none. Deleting that
   * path frees the disk space; if that never happens, `unfinishedUploads` lists it.
   */
  setAside(container: string, folder: string): string | undefined {
    const path = this.path(container, folder);
    if (!entryAt(path)) return undefined;
    const aside = this.staging.newPath();
    this.inFolderOf(container, folder, path, parent => {
      renameSync(join(parent, basename(path)), aside);
    });
    this.records.removeBelow(container, folder);
    return aside;
  }

  /** Deletes a file or folder of the store, and of a link only the link. */
  async remove(path: string): Promise<void> {
    const aside = this.staging.newPath();
    try {
      withFolder(this.confinementOf(path), dirname(path), folder => {
        renameSync(join(folder, basename(path)), aside);
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await rm(aside, { recursive: true, force: true });
  }

  /** True when something exists at a path in the store, and no link in front of it leads out of its container. */
  isOwn(path: string): boolean {
    return staysInside(this.confinementOf(path).root, dirname(path)) && entryAt(path) !== undefined;
  }

  /** Throws BlobLinkOutside for a path in the store that a link leads out of its container. */
  requireOwn(path: string): void {
    const { root, outside } = this.confinementOf(path);
    if (!staysInside(root, path)) throw outside();
  }

  /** Lists the files of unfinished uploads and folders that were set aside, with the time of their last change in milliseconds since 1970. */
  unfinishedUploads(): ReturnType<Staging['entries']> {
    return this.staging.entries();
  }

  /** Finds the file of a blob. Throws BlobNotFound also for names that cannot be stored and for links that lead outside. */
  private async find(container: string, name: string): Promise<Stats> {
    const entry = isBlobName(name) ? await this.statInside(container, name) : undefined;
    if (!entry?.isFile()) throw fail('BlobNotFound', { blob: `${container}/${name}` });
    return entry;
  }

  private async statInside(container: string, name: string): Promise<Stats | undefined> {
    const path = this.path(container, name);
    return staysInside(this.folder(container), path)
      ? stat(path).catch(() => undefined)
      : undefined;
  }

  private confinement(container: string, outside: () => Error): Confinement {
    return { root: this.folder(container), outside };
  }

  /** The container of a path in the store; the store itself for a container. */
  private confinementOf(path: string): Confinement {
    const inStore = relative(this.root, path);
    const [container = '', ...name] = inStore.split(sep);
    return {
      root: name.length > 0 ? join(this.root, container) : this.root,
      outside: () => fail('BlobLinkOutside', { blob: inStore })
    };
  }

  /** Throws BlobLinkOutside before anything is written for a name that a link leads out of the container. */
  private requireWritable(container: string, name: string): void {
    requireNewName(name);
    if (!staysInside(this.folder(container), this.path(container, name)))
      throw fail('BlobLinkOutside', { blob: name });
  }

  /** Calls `work` with the folder of the path, which no link can redirect meanwhile. */
  private inFolderOf<T>(
    container: string,
    name: string,
    path: string,
    work: (folder: string) => T,
    options?: { create: boolean }
  ): T {
    const confinement = this.confinement(container, () => fail('BlobLinkOutside', { blob: name }));
    return withFolder(confinement, dirname(path), work, options);
  }

  /** Removes the folders of a deleted blob up to the first that is not empty. */
  private removeEmptyFolders(container: string, name: string): void {
    const root = this.folder(container);
    for (let at = dirname(this.path(container, name)); at !== root; at = dirname(at))
      try {
        this.inFolderOf(container, name, at, folder => {
          rmdirSync(join(folder, basename(at)));
        });
      } catch (error) {
        if (isCarryError(error) || keepsFolder.has((error as NodeJS.ErrnoException).code)) return;
        throw error;
      }
  }

  /** Checks the condition, moves the draft to its final path and records its properties, without another writer in between. */
  private async publish(
    draft: string,
    container: string,
    name: string,
    headers: BlobHeaders,
    condition?: Condition
  ): Promise<void> {
    const path = this.path(container, name);
    try {
      const entry = await stat(draft);
      const write = (folder: string) => {
        this.requireWritable(container, name);
        const target = join(folder, basename(path));
        const before = statSync(target, { throwIfNoEntry: false });
        condition?.(before && this.records.of(container, name, before));
        renameSync(draft, target);
        this.records.write(container, name, headers, entry);
      };
      this.inFolderOf(container, name, path, write, { create: true });
    } catch (cause) {
      await rm(draft, { force: true });
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(code))
        throw fail('BlobNameConflict', { blob: name }, { cause });
      throw cause;
    }
  }
}

/** Reasons for which a folder stays: it has other entries again, was removed by another request, or is a link to a folder. */
const keepsFolder: ReadonlySet<string | undefined> = new Set([
  'ENOTEMPTY',
  'EEXIST',
  'ENOENT',
  'ENOTDIR'
]);

function notFound(container: string, name: string): Error {
  return fail('BlobNotFound', { blob: `${container}/${name}` });
}

/** Returns what is at the path, without following a last link; undefined when nothing is. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw error;
  }
}
