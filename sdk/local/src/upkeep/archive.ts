import { createWriteStream, type Stats, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import { Header, Pax } from 'tar';

const BLOCK_BYTES = 512;
const CHUNK_BYTES = 1 << 20;

interface Entry {
  path: string;
  type: 'File' | 'Directory' | 'SymbolicLink';
  size: number;
  mode: number;
  mtime: Date;
  linkpath?: string;
}

/**
 * Writes a tar archive entry by entry. A file may change while it is read, as a log does: it is archived with the size it had at first.
 * When a name occurs twice, the later entry replaces the earlier one on extraction.
 */
export class ArchiveWriter {
  private readonly out: WriteStream;

  constructor(path: string) {
    this.out = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
    // Without a listener, an error that occurs between two writes would end the process; the next write throws it.
    this.out.on('error', () => undefined);
  }

  async addText(path: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const { length: size } = bytes;
    await this.head({ path, type: 'File', size, mode: 0o600, mtime: new Date() });
    await this.write(bytes);
    await this.pad(size);
  }

  async addFolder(path: string, mtime: Date): Promise<void> {
    await this.head({ path: `${path}/`, type: 'Directory', size: 0, mode: 0o700, mtime });
  }

  async addLink(path: string, linkpath: string, mtime: Date): Promise<void> {
    await this.head({ path, type: 'SymbolicLink', size: 0, mode: 0o777, mtime, linkpath });
  }

  /** Adds the file and returns its state when it was opened; undefined when it no longer exists or is not a file. */
  async addFile(path: string, source: string): Promise<Stats | undefined> {
    const file = await open(source, 'r').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    if (!file) return undefined;
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return undefined;
      const { size, mtime } = stats;
      await this.head({ path, type: 'File', size, mode: stats.mode & 0o777, mtime });
      const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size));
      for (let at = 0; at < size;) {
        const wanted = Math.min(buffer.length, size - at);
        const { bytesRead } = await file.read(buffer, 0, wanted, at);
        // The file has become shorter; the rest is zeros, as tar has it.
        const length = bytesRead === 0 ? wanted : bytesRead;
        if (bytesRead === 0) buffer.fill(0, 0, wanted);
        await this.write(Buffer.from(buffer.subarray(0, length)));
        at += length;
      }
      await this.pad(size);
      return stats;
    } finally {
      await file.close();
    }
  }

  /** Writes the end of the archive; it is on the disk when this resolves. */
  async end(): Promise<number> {
    await this.write(Buffer.alloc(2 * BLOCK_BYTES));
    const { bytesWritten } = this.out;
    this.out.end();
    await once(this.out, 'close');
    if (this.out.errored) throw this.out.errored;
    return bytesWritten;
  }

  /** Closes the file without finishing the archive. */
  async abandon(): Promise<void> {
    if (this.out.closed) return;
    this.out.destroy();
    await once(this.out, 'close');
  }

  private async head(entry: Entry): Promise<void> {
    const header = new Header(entry);
    // A name or a size that does not fit into the header precedes it in one of its own.
    if (header.encode()) await this.write(new Pax(entry).encode());
    if (header.block) await this.write(header.block);
  }

  private async pad(size: number): Promise<void> {
    const rest = size % BLOCK_BYTES;
    if (rest > 0) await this.write(Buffer.alloc(BLOCK_BYTES - rest));
  }

  private async write(bytes: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.out.write(bytes, error => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
