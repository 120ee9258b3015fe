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
import { BlobNotes, type BlobHeaders, type BlobProperties } from './blob-notes.js';
import { blobPath, isBlobName, leadsOutside } from './blob-path.js';
import type { Condition } from './conditions.js';
import { fail } from './errors.js';

/** A blob held open: what is told of it and what is read are one state of it, whoever writes it anew meanwhile. */
export interface OpenBlob {
  properties: BlobProperties;
  /** The bytes from `start` to `end`, both included; the blob is closed after them. */
  read: (range: { start: number; end: number }) => Readable;
  close: () => Promise<void>;
}

/** What the names of the folders begin with in which blocks wait for their list. */
const BLOCKS = 'blocks-';

/** The blobs of the workspace: plain files under one folder a container, and what the clients say about them in SQLite. */
export class BlobFiles {
  private readonly staging: string;
  private readonly notes: BlobNotes;

  constructor(
    readonly root: string,
    db: Database
  ) {
    this.staging = join(root, '.staging');
    this.notes = new BlobNotes(db);
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

  /** Creates the container; false when it was there. */
  async createContainer(container: string): Promise<boolean> {
    const there = this.hasContainer(container);
    await mkdir(this.folder(container), { recursive: true, mode: 0o700 });
    return !there;
  }

  async properties(container: string, name: string): Promise<BlobProperties> {
    return this.notes.of(container, name, await this.find(container, name));
  }

  /** Opens the blob; the caller reads it or closes it. */
  async open(container: string, name: string): Promise<OpenBlob> {
    await this.find(container, name);
    // A job may put a pipe here meanwhile, and opening one would wait for its writer.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    const file = await open(this.path(container, name), flags).catch((cause: unknown) => {
      // Deleted since it was found.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      throw fail('BlobNotFound', { blob: `${container}/${name}` }, { cause });
    });
    try {
      return {
        properties: this.notes.of(container, name, await file.stat()),
        read: range => file.createReadStream(range),
        close: () => file.close()
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Writes a whole blob. It appears complete or not at all, and stays once this resolves. */
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
    await this.place(draft, container, name, { ...headers, md5 }, condition);
    return md5;
  }

  /** Copies a file or folder of this machine into a container, without links that lead out of it; answers its name there. */
  async copyIn(container: string, source: string): Promise<string> {
    const name = basename(source);
    await cp(source, this.path(container, name), {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      filter: from => !lstatSync(from).isSymbolicLink() || !leadsOutside(source, from)
    });
    return name;
  }

  /** Keeps one block until the list that names it arrives. */
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
    // Only now: another writer's list may have taken the folder away while the block came in.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, join(folder, blockFile(id)));
  }

  /** The ids of blocks that wait for a list. */
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

  /** Joins blocks into the blob, in the order of the list. */
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
    let whole = false;
    try {
      for (const id of ids)
        for await (const chunk of createReadStream(join(folder, blockFile(id)), {
          highWaterMark: 1 << 20
        }))
          await target.write(chunk as Buffer);
      await target.datasync();
      whole = true;
    } finally {
      await target.close();
      if (!whole) await rm(draft, { force: true });
    }
    await this.place(draft, container, name, headers, condition);
    await rm(folder, { recursive: true, force: true });
  }

  /** Changes what the service tells of a blob. */
  async describe(
    container: string,
    name: string,
    change: Partial<BlobHeaders>,
    condition: Condition
  ): Promise<void> {
    const entry = await this.find(container, name);
    const before = this.notes.of(container, name, entry);
    condition(before);
    this.notes.write(container, name, { ...before, ...change }, entry);
  }

  async delete(container: string, name: string): Promise<void> {
    await this.properties(container, name);
    const path = this.path(container, name);
    rmSync(path);
    this.notes.remove(container, name);
    for (let at = dirname(path); at !== this.folder(container); at = dirname(at)) {
      if ((await readdir(at)).length > 0) break;
      await rmdir(at);
    }
  }

  /**
   * Takes a folder of blobs away from its place, all of it at once. Its room is freed when what is answered is removed; should that
   * never happen, it is a leftover like any other.
   */
  setAside(container: string, folder: string): string | undefined {
    const path = this.path(container, folder);
    if (!existsSync(path)) return undefined;
    const aside = join(this.staging, randomUUID());
    mkdirSync(this.staging, { recursive: true, mode: 0o700 });
    renameSync(path, aside);
    this.notes.removeBelow(container, folder);
    return aside;
  }

  /**
   * What uploads have left that were never finished, and when each was last written to. They are written in folders beside the
   * containers, whose names begin with a dot; those of MLflow's artifacts as well.
   */
  leftovers(): { path: string; at: number; isBlocks: boolean }[] {
    const folders = readdirSync(this.root).filter(name => name.startsWith('.'));
    return folders.flatMap(folder =>
      readdirSync(join(this.root, folder)).flatMap(name => {
        const path = join(this.root, folder, name);
        const entry = lstatSync(path, { throwIfNoEntry: false });
        return entry ? [{ path, at: entry.mtimeMs, isBlocks: name.startsWith(BLOCKS) }] : [];
      })
    );
  }

  /** The file of the blob. There is none under a name that could never be stored, nor behind a link that leads out. */
  private async find(container: string, name: string): Promise<Stats> {
    const entry = isBlobName(name) ? await this.look(container, name) : undefined;
    if (!entry?.isFile()) throw fail('BlobNotFound', { blob: `${container}/${name}` });
    return entry;
  }

  private async look(container: string, name: string): Promise<Stats | undefined> {
    const path = this.path(container, name);
    return leadsOutside(this.folder(container), path)
      ? undefined
      : stat(path).catch(() => undefined);
  }

  private blocksOf(container: string, name: string): string {
    this.path(container, name);
    const key = createHash('sha256').update(`${container}/${name}`).digest('hex');
    return join(this.staging, `${BLOCKS}${key}`);
  }

  /** Puts the draft in its place and notes what is told of it, in one step with the condition's check: no other writer comes between. */
  private async place(
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
      condition?.(before && this.notes.of(container, name, before));
      renameSync(draft, path);
      this.notes.write(container, name, headers, entry);
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
