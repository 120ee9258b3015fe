import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail } from './errors.js';

/** Prefix of the folders that keep uncommitted blocks. */
const BLOCKS_PREFIX = 'blocks-';

/** An uncommitted block. `size` in bytes. */
export interface Block {
  id: string;
  size: number;
}

/**
 * Files that are not blobs yet: uploads in progress and uncommitted blocks. They are in a folder beside the containers, so that listings
 * never include them, and a rename makes them blobs in one step.
 */
export class Staging {
  private readonly folder: string;

  constructor(private readonly root: string) {
    this.folder = join(root, '.staging');
  }

  /** Returns the path of a new file, which does not exist yet. */
  newPath(): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    // A job could have replaced the folder by a link, so that uploads would be written elsewhere.
    if (!lstatSync(this.folder).isDirectory()) throw fail('StagingFolderReplaced');
    return join(this.folder, randomUUID());
  }

  /** Stores content in a new file, durably, and resolves to its path and MD5. Throws Md5Mismatch when `md5` is another one. */
  async receive(
    content: Readable,
    name: string,
    md5?: string
  ): Promise<{ draft: string; md5: string }> {
    const draft = this.newPath();
    const actual = await writeHashed(content, draft);
    if (!md5 || md5 === actual) return { draft, md5: actual };
    await rm(draft);
    throw fail('Md5Mismatch', { blob: name });
  }

  /** Keeps a received file as a block of a blob. */
  async keepBlock(container: string, name: string, id: string, draft: string): Promise<void> {
    const folder = this.blocksOf(container, name);
    // Created only now: another writer's commit may have removed the folder while the block was uploaded.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(draft, join(folder, blockFile(id)));
  }

  /** Lists the blocks of a blob that are not committed. */
  async blocks(container: string, name: string): Promise<Block[]> {
    const folder = this.blocksOf(container, name);
    const names = await readdir(folder).catch(() => []);
    return Promise.all(
      names.sort().map(async file => ({
        id: Buffer.from(file, 'hex').toString(),
        size: (await stat(join(folder, file))).size
      }))
    );
  }

  /** Resolves to the bytes of blocks together, of a repeated one each time. Throws InvalidBlockList when one was never uploaded. */
  async sizeOf(container: string, name: string, ids: readonly string[]): Promise<number> {
    const folder = this.blocksOf(container, name);
    const sizes = new Map<string, number>();
    let total = 0;
    for (const id of ids) {
      const size = sizes.get(id) ?? (await sizeOfFile(join(folder, blockFile(id))));
      if (size === undefined) throw fail('InvalidBlockList', { block: id });
      sizes.set(id, size);
      total += size;
    }
    return total;
  }

  /** Joins blocks in the order of `ids` and resolves to the new file. Throws InvalidBlockList when one was never uploaded. */
  async join(container: string, name: string, ids: readonly string[]): Promise<string> {
    const folder = this.blocksOf(container, name);
    const uploaded = new Set(await readdir(folder).catch(() => []));
    const missing = ids.find(id => !uploaded.has(blockFile(id)));
    if (missing !== undefined) throw fail('InvalidBlockList', { block: missing });
    const draft = this.newPath();
    const target = await open(draft, 'wx', 0o600);
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
    return draft;
  }

  async dropBlocks(container: string, name: string): Promise<void> {
    await rm(this.blocksOf(container, name), { recursive: true, force: true });
  }

  /**
   * Lists what is in the folders beside the containers whose names begin with a dot, and when each was last written, in milliseconds
   * since 1970: unfinished uploads, those of MLflow's artifacts too, and folders that are being deleted.
   */
  entries(): { path: string; at: number; isBlocks: boolean }[] {
    const folders = readdirSync(this.root, { withFileTypes: true }).filter(
      // A job could have created a link here, and retention removes whatever is listed.
      entry => entry.name.startsWith('.') && entry.isDirectory()
    );
    return folders.flatMap(folder =>
      readdirSync(join(this.root, folder.name)).flatMap(name => {
        const path = join(this.root, folder.name, name);
        const entry = lstatSync(path, { throwIfNoEntry: false });
        return entry ? [{ path, at: entry.mtimeMs, isBlocks: name.startsWith(BLOCKS_PREFIX) }] : [];
      })
    );
  }

  private blocksOf(container: string, name: string): string {
    const key = createHash('sha256').update(`${container}/${name}`).digest('hex');
    return join(this.folder, `${BLOCKS_PREFIX}${key}`);
  }
}

/** A block id is any base64 text; as hex it is a file name. */
function blockFile(id: string): string {
  return Buffer.from(id).toString('hex');
}

async function sizeOfFile(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
    const file = createWriteStream(path, { mode: 0o600, flush: true, flags: 'wx' });
    await pipeline(content, tap, file);
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
  return hash.digest('base64');
}
