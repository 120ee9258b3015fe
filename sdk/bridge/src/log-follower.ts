import type { Job, LogChunk } from 'carry-ml';

/** How many bytes of an existing log the page receives initially: enough to read, never all of a 100 MB log. */
export const LOG_WINDOW_BYTES = 256 * 1024;

/** Chunks that arrive within this time are sent as one. */
const GATHER_MS = 100;

/**
 * Follows the log of a job until the job has ended: first its tail (or everything after `from`), then the appended text.
 * A burst larger than the window loses its beginning, which the page recognises by the gap between two chunks.
 */
export async function followLog(
  job: Job,
  from: number,
  send: (chunk: LogChunk) => void,
  signal: AbortSignal
): Promise<void> {
  const gathered = new GatheredLog(from, send);
  const tail = from === 0 ? LOG_WINDOW_BYTES : undefined;
  try {
    for await (const chunk of job.logChunks({ offset: from, tail, follow: true, signal })) {
      gathered.add(chunk);
    }
    gathered.flush();
  } finally {
    gathered.stop();
  }
}

/** Joins chunks into one, at most a window of text, and sends it after a short while. */
class GatheredLog {
  private text = '';
  private start: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private end: number,
    private readonly send: (chunk: LogChunk) => void
  ) {
    this.start = end;
  }

  add({ text, start, end }: LogChunk): void {
    this.text += text;
    this.end = end;
    // A tail starts in the middle of the log, and of a line.
    if (start > this.start && this.text === text) this.cutAt(0);
    if (this.text.length > LOG_WINDOW_BYTES) this.cutAt(this.text.length - LOG_WINDOW_BYTES);
    this.timer ??= setTimeout(() => {
      this.flush();
    }, GATHER_MS);
  }

  flush(): void {
    this.stop();
    if (this.text === '') return;
    const { text, start, end } = this;
    this.text = '';
    this.start = end;
    this.send({ text, start, end });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Keeps the lines that begin after a place in the text, or all that follows it if none does. */
  private cutAt(from: number): void {
    const next = this.text.indexOf('\n', from) + 1;
    this.text = this.text.slice(next === 0 || next === this.text.length ? from : next);
    this.start = this.end - Buffer.byteLength(this.text);
  }
}
