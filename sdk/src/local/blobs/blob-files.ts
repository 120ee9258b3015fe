import { createHash, randomUUID } from 'node:crypto';
import {
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  rmSync,
  type Stats
} from 'node:fs';
import { cp, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from 'libsql';
import { blobPath, isBlobName, leadsOutside } from './blob-path.js';
import { failBlob } from './errors.js';

/** What the service tells of a blob. Times in milliseconds since 1970. */
export interface BlobProperties {
  name: string;
  size: number;
  modifiedAt: number;
  etag: string;
  contentType: string;
  /** Base64; absent for files that a job wrote itself. */
  md5?: string;
  metadata: Record<string, string>;
}

/** What a writer says about the content. */
export interface BlobHeaders {
  contentType?: string;
  /** Base64 of the content's MD5, checked when given. */
  md5?: string;
  metadata: Record<string, string>;
}

interface Row {
  content_type: string | null;
  md5: string | null;
  metadata: string;
}

/** The blobs of the workspace: plain files under one folder a container, and what the clients say about them in SQLite. */
export class BlobFiles {
  private readonly staging: string;

  constructor(
    readonly root: string,
    private readonly db: Database
  ) {
    this.staging = join(root, '.staging');
    db.exec(`CREATE TABLE IF NOT EXISTS blobs (
      container TEXT NOT NULL, name TEXT NOT NULL, content_type TEXT, md5 TEXT, metadata TEXT NOT NULL,
      PRIMARY KEY (container, name)) WITHOUT ROWID`);
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
    const entry = await this.find(container, name);
    if (!entry?.isFile()) throw failBlob('BlobNotFound', { blob: `${container}/${name}` });
    const row = this.db
      .prepare('SELECT content_type, md5, metadata FROM blobs WHERE container = ? AND name = ?')
      .get(container, name) as Row | undefined;
    return {
      name,
      size: entry.size,
      modifiedAt: entry.mtimeMs,
      etag: `"0x${Math.round(entry.mtimeMs * 1000).toString(16)}${entry.size.toString(16)}"`,
      contentType: row?.content_type ?? 'application/octet-stream',
      md5: row?.md5 ?? undefined,
      metadata: row ? (JSON.parse(row.metadata) as Record<string, string>) : {}
    };
  }

  read(container: string, name: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.path(container, name), range);
  }

  /** Writes a whole blob. It appears complete or not at all, and stays once this resolves. */
  async put(
    container: string,
    name: string,
    content: Readable,
    headers: BlobHeaders
  ): Promise<string> {
    const path = this.path(container, name);
    const draft = join(this.staging, randomUUID());
    await mkdir(this.staging, { recursive: true, mode: 0o700 });
    const md5 = await writeHashed(content, draft);
    if (headers.md5 && headers.md5 !== md5) {
      await rm(draft);
      throw failBlob('Md5Mismatch', { blob: name });
    }
    await this.place(draft, path, name);
    this.describe(container, name, { ...headers, md5 });
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
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const draft = join(folder, `.${randomUUID()}`);
    const actual = await writeHashed(content, draft);
    if (md5 && md5 !== actual) {
      await rm(draft);
      throw failBlob('Md5Mismatch', { blob: name });
    }
    await rename(draft, join(folder, blockFile(id)));
  }

  /** The ids of blocks that wait for a list. */
  async uncommittedBlocks(
    container: string,
    name: string
  ): Promise<{ id: string; size: number }[]> {
    const folder = this.blocksOf(container, name);
    const names = existsSync(folder) ? (await readdir(folder)).filter(n => !n.startsWith('.')) : [];
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
    headers: BlobHeaders
  ): Promise<void> {
    const folder = this.blocksOf(container, name);
    for (const id of ids)
      if (!existsSync(join(folder, blockFile(id))))
        throw failBlob('InvalidBlockList', { block: id });
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
    await this.place(draft, this.path(container, name), name);
    this.describe(container, name, headers);
    await rm(folder, { recursive: true, force: true });
  }

  /** Stores what the service tells about a blob beside its content. */
  describe(container: string, name: string, headers: BlobHeaders): void {
    this.db
      .prepare(
        'INSERT OR REPLACE INTO blobs (container, name, content_type, md5, metadata) VALUES (?, ?, ?, ?, ?)'
      )
      .run(
        container,
        name,
        headers.contentType ?? null,
        headers.md5 ?? null,
        JSON.stringify(headers.metadata)
      );
  }

  async delete(container: string, name: string): Promise<void> {
    await this.properties(container, name);
    const path = this.path(container, name);
    rmSync(path);
    this.db.prepare('DELETE FROM blobs WHERE container = ? AND name = ?').run(container, name);
    for (let at = dirname(path); at !== this.folder(container); at = dirname(at)) {
      if ((await readdir(at)).length > 0) break;
      await rmdir(at);
    }
  }

  /** What lies under the name; undefined for nothing, for a name that could never be stored, and for a link that leads out. */
  private async find(container: string, name: string): Promise<Stats | undefined> {
    if (!isBlobName(name)) return undefined;
    const path = this.path(container, name);
    return leadsOutside(this.folder(container), path)
      ? undefined
      : stat(path).catch(() => undefined);
  }

  private blocksOf(container: string, name: string): string {
    this.path(container, name);
    const key = createHash('sha256').update(`${container}/${name}`).digest('hex');
    return join(this.staging, `blocks-${key}`);
  }

  private async place(draft: string, path: string, name: string): Promise<void> {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(draft, path);
    } catch (cause) {
      await rm(draft, { force: true });
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(code))
        throw failBlob('BlobNameConflict', { blob: name }, { cause });
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
