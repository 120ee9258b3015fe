import { createHash, randomUUID } from 'node:crypto';
import {
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  type Stats
} from 'node:fs';
import { cp, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from 'libsql';
import { BlobRecords, type BlobHeaders, type BlobProperties } from './blob-records.js';
import { blobPath, isBlobName, leadsOutside } from './blob-path.js';
import type { Condition } from './conditions.js';
import { fail } from './errors.js';

/** An open blob. Properties and content are a consistent snapshot, even if the blob is overwritten meanwhile. */
export interface OpenBlob {
  properties: BlobProperties;
  /** Streams the bytes from `start` to `end`, both inclusive, and then closes the blob. */
  read: (range: { start: number; end: number }) => Readable;
  close: () => Promise<void>;
}

/** Prefix of the folders that keep uncommitted blocks. */
const BLOCKS_PREFIX = 'blocks-';

/** The blobs of the workspace: plain files in one folder per container, with the properties that clients set in SQLite. */
export class BlobFiles {
  private readonly staging: string;
  private readonly records: BlobRecords;

  constructor(
    readonly root: string,
    db: Database
  ) {
    this.staging = join(root, '.staging');
    this.records = new BlobRecords(db);
  }

  folder(container: string): string {
    return dirname(blobPath(this.root, container, 'x'));
  }

  path(container: string, name: string): string {
    return blobPath(this.root, container, name);
  }

  hasContainer(container: string): boolean {
    return existsSync(this.folder(container));
  }

  has(container: string, name: string): boolean {
    return isBlobName(name) && existsSync(this.path(container, name));
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
    const file = await open(this.path(container, name), flags).catch((cause: unknown) => {
      // It was deleted after it was found.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      throw fail('BlobNotFound', { blob: `${container}/${name}` }, { cause });
    });
    try {
      return {
        properties: this.records.of(container, name, await file.stat()),
        read: range => file.createReadStream(range),
        close: () => file.close()
      };
    } catch (error) {
      await file.close();
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
    this.path(container, name);
    const draft = join(this.staging, randomUUID());
    await mkdir(this.staging, { recursive: true, mode: 0o700 });
    const md5 = await writeHashed(content, draft);
    if (headers.md5 && headers.md5 !== md5) {
      await rm(draft);
      throw fail('Md5Mismatch', { blob: name });
    }
    await this.publish(draft, container, name, { ...headers, md5 }, condition);
    return md5;
  }

  /** Copies a file or folder of this machine into a container and resolves to its name there. Links that lead outside are left out. */
  async copyIn(container: string, source: string): Promise<string> {
    const name = basename(source);
    await cp(source, this.path(container, name), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      filter: from => !lstatSync(from).isSymbolicLink() || !leadsOutside(source, from)
    });
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
    const folder = this.blocksOf(container, name);
    const draft = join(this.staging, randomUUID());
    await mkdir(this.staging, { recursive: true, mode: 0o700 });
    const actual = await writeHashed(content, draft);
    if (md5 && md5 !== actual) {
      await rm(draft);
      throw fail('Md5Mismatch', { blob: name });
    }
    // Created only now: another writer's commit may have removed the folder while the block was uploaded.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, join(folder, blockFile(id)));
  }

  /** Lists the blocks that are not committed. */
  async uncommittedBlocks(
    container: string,
    name: string
  ): Promise<{ id: string; size: number }[]> {
    const folder = this.blocksOf(container, name);
    const names = existsSync(folder) ? await readdir(folder) : [];
    return Promise.all(
      names.sort().map(async file => ({
        id: Buffer.from(file, 'hex').toString(),
        size: (await stat(join(folder, file))).size
      }))
    );
  }

  /** Commits blocks: joins them into the blob, in the order of `ids`. */
  async commit(
    container: string,
    name: string,
    ids: string[],
    headers: BlobHeaders,
    condition?: Condition
  ): Promise<void> {
    const folder = this.blocksOf(container, name);
    for (const id of ids)
      if (!existsSync(join(folder, blockFile(id)))) throw fail('InvalidBlockList', { block: id });
    const draft = join(this.staging, randomUUID());
    await mkdir(this.staging, { recursive: true, mode: 0o700 });
    const target = await open(draft, 'w', 0o600);
    let isComplete = false;
    try {
      for (const id of ids)
        for await (const chunk of createReadStream(join(folder, blockFile(id)), {
          highWaterMark: 1 << 20
        }))
          await target.write(chunk as Buffer);
      await target.datasync();
      isComplete = true;
    } finally {
      await target.close();
      if (!isComplete) await rm(draft, { force: true });
    }
    await this.publish(draft, container, name, headers, condition);
    await rm(folder, { recursive: true, force: true });
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
    rmSync(path);
    this.records.remove(container, name);
    for (let at = dirname(path); at !== this.folder(container); at = dirname(at)) {
      if ((await readdir(at)).length > 0) break;
      await rmdir(at);
    }
  }

  /**
   * Moves a folder of blobs out of its container in one step, and returns its new path, or undefined when there is no such folder.
   * Deleting that path frees the disk space; if that never happens, `unfinishedUploads` lists it.
   */
  setAside(container: string, folder: string): string | undefined {
    const path = this.path(container, folder);
    if (!existsSync(path)) return undefined;
    const aside = join(this.staging, randomUUID());
    mkdirSync(this.staging, { recursive: true, mode: 0o700 });
    renameSync(path, aside);
    this.records.removeBelow(container, folder);
    return aside;
  }

  /**
   * Lists the files of unfinished uploads, and folders that `setAside` moved, and when each was last written, in milliseconds since 1970. They are in folders beside the
   * containers whose names begin with a dot, as are unfinished uploads of MLflow's artifacts.
   */
  unfinishedUploads(): { path: string; at: number; isBlocks: boolean }[] {
    const folders = readdirSync(this.root).filter(name => name.startsWith('.'));
    return folders.flatMap(folder =>
      readdirSync(join(this.root, folder)).flatMap(name => {
        const path = join(this.root, folder, name);
        const entry = lstatSync(path, { throwIfNoEntry: false });
        return entry ? [{ path, at: entry.mtimeMs, isBlocks: name.startsWith(BLOCKS_PREFIX) }] : [];
      })
    );
  }

  /** Finds the file of a blob. Throws BlobNotFound also for names that cannot be stored and for links that lead outside. */
  private async find(container: string, name: string): Promise<Stats> {
    const entry = isBlobName(name) ? await this.statInside(container, name) : undefined;
    if (!entry?.isFile()) throw fail('BlobNotFound', { blob: `${container}/${name}` });
    return entry;
  }

  private async statInside(container: string, name: string): Promise<Stats | undefined> {
    const path = this.path(container, name);
    return leadsOutside(this.folder(container), path)
      ? undefined
      : stat(path).catch(() => undefined);
  }

  private blocksOf(container: string, name: string): string {
    this.path(container, name);
    const key = createHash('sha256').update(`${container}/${name}`).digest('hex');
    return join(this.staging, `${BLOCKS_PREFIX}${key}`);
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
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const entry = await stat(draft);
      const before = statSync(path, { throwIfNoEntry: false });
      condition?.(before && this.records.of(container, name, before));
      renameSync(draft, path);
      this.records.write(container, name, headers, entry);
    } catch (cause) {
      await rm(draft, { force: true });
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(code))
        throw fail('BlobNameConflict', { blob: name }, { cause });
      throw cause;
    }
  }
}

/** A block id is any base64 text; as hex it is a file name. */
function blockFile(id: string): string {
  return Buffer.from(id).toString('hex');
}

async function writeHashed(content: Readable, path: string): Promise<string> {
  const hash = createHash('md5');
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    }
  });
  try {
    await pipeline(content, tap, createWriteStream(path, { mode: 0o600, flush: true }));
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
  return hash.digest('base64');
}
