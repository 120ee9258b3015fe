import type { Job, LogChunk as Piece } from 'carry-ml';
import type { LogChunk } from './api.js';

/** Bytes of a log that the page gets when it begins to look: enough to read, never the whole of a 100 MB log. */
export const LOG_WINDOW = 256 * 1024;

/** Pieces that arrive within this time travel together. */
const GATHER_MS = 100;

/**
 * Follows the log of a run: first its tail (or what came since `from`), then what is added, until the run has ended.
 * A burst larger than the window loses its beginning, which the page sees by the gap in the offsets.
 */
export async function followLog(
  job: Job,
  from: number,
  send: (chunk: LogChunk) => void,
  signal: AbortSignal
): Promise<void> {
  const gathered = new Gathered(job.name, from, send);
  try {
    const options = { offset: from, follow: true, signal, ...(from === 0 && { tail: LOG_WINDOW }) };
    for await (const piece of job.logChunks(options)) gathered.add(piece);
    gathered.flush();
  } finally {
    gathered.stop();
  }
}

/** Pieces of a log on their way to the page, no more than a window of them. */
class Gathered {
  private text = '';
  /** Byte positions of what is gathered. */
  private start: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly run: string,
    private end: number,
    private readonly send: (chunk: LogChunk) => void
  ) {
    this.start = end;
  }

  add({ text, offset }: Piece): void {
    const bytes = Buffer.byteLength(text);
    // The first piece of a tail begins somewhere in the log, and says so only by where it ends. A piece that
    // breaks off within a character keeps up to three bytes of it for the next one: that is no gap.
    if (this.text === '' && offset - bytes > this.end + 3) this.start = offset - bytes;
    this.text += text;
    this.end = offset;
    if (this.text.length > LOG_WINDOW) this.cut();
    this.timer ??= setTimeout(() => {
      this.flush();
    }, GATHER_MS);
  }

  flush(): void {
    this.stop();
    if (this.text === '') return;
    const { run, text, start: offset, end } = this;
    this.text = '';
    this.start = end;
    this.send({ run, offset, end, text });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Keeps a window's length of whole lines. */
  private cut(): void {
    const from = this.text.length - LOG_WINDOW;
    const lineEnd = this.text.indexOf('\n', from);
    this.text = this.text.slice(lineEnd === -1 ? from : lineEnd + 1);
    this.start = this.end - Buffer.byteLength(this.text);
  }
}
