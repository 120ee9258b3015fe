import type { Job, LogChunk as Piece } from '../index.js';
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
  let end = from;
  for await (const piece of job.logChunks({ offset: from, signal })) {
    gathered.add(piece);
    end = piece.offset;
  }
  gathered.flush();
  for await (const piece of job.logChunks({ offset: end, follow: true, signal })) {
    gathered.add(piece);
    gathered.flushSoon();
  }
  gathered.flush();
}

/** Pieces of a log on their way to the page, no more than a window of them. */
class Gathered {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly run: string,
    private end: number,
    private readonly send: (chunk: LogChunk) => void
  ) {}

  add(piece: Piece): void {
    const text = Buffer.from(piece.text);
    this.pieces.push(text);
    this.bytes += text.length;
    this.end = piece.offset;
    while (this.bytes > LOG_WINDOW && this.pieces.length > 1) {
      this.bytes -= this.pieces.shift()?.length ?? 0;
    }
  }

  flushSoon(): void {
    this.timer ??= setTimeout(() => {
      this.flush();
    }, GATHER_MS);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.bytes === 0) return;
    const text = Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    const tail = wholeCharacters(text.subarray(-LOG_WINDOW));
    this.send({
      run: this.run,
      offset: this.end - tail.length,
      end: this.end,
      text: tail.toString()
    });
  }
}

/** Cuts the rest of a character off that a window begins in the middle of. */
function wholeCharacters(text: Buffer): Buffer {
  let start = 0;
  while (start < text.length && ((text[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return text.subarray(start);
}
