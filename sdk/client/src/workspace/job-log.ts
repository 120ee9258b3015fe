import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal, type RunDetails } from '../arm/index.js';
import type { Connection } from '../arm/client/index.js';
import { fail } from './errors.js';
import { patiently } from './patience.js';

/** Which part of a log to read. */
export interface LogOptions {
  /** Log file; default: `user_logs/std_log.txt`. */
  file?: string;
  /** Keep reading until the job has ended. */
  follow?: boolean;
  /** Bytes to skip; `logChunks` only. */
  offset?: number;
  /** Of what is there at first, skip all but about so many bytes at its end; `logChunks` only. */
  tail?: number;
  signal?: AbortSignal;
}

/** A piece of a log as it arrived; `start` and `end` are byte offsets in the whole log. */
export interface LogChunk {
  text: string;
  /** The offset of the piece's first byte. */
  start: number;
  /** The offset after the piece's last byte: pass it as `offset` to continue from there. */
  end: number;
}

/** What following a log needs to know of the job. */
export interface LogSource {
  name: string;
  details(): Promise<RunDetails>;
  /** Reads signed URLs, without a token. */
  connection: Connection;
}

/** The log that a job's own output goes to. */
const STD_LOG = 'user_logs/std_log.txt';
/** Bytes asked for at a time, so that a long log does not lie in memory as a whole. */
const PIECE = 4 * 1024 * 1024;
/** Milliseconds between looks at a running job: soon after something came, later when it is quiet. */
const SOON = 300;
const LATER = 2000;

/** Reads a log piece by piece; with `follow`, also what is written until the job ends. */
export async function* readLog(source: LogSource, options: LogOptions): AsyncGenerator<LogChunk> {
  const { signal } = options;
  const decoder = new TextDecoder();
  let { offset = 0, tail } = options;
  let wait = SOON;
  for (;;) {
    const { url, isOver } = await look(source, options);
    if (url && tail !== undefined) {
      offset = Math.max(offset, (await sizeOf(source.connection, url, signal)) - tail);
      tail = undefined;
    }
    const before = offset;
    for await (const bytes of pieces(source.connection, url, offset, signal)) {
      const start = offset;
      offset += bytes.length;
      yield { text: decoder.decode(bytes, { stream: true }), start, end: offset };
    }
    if (isOver) break;
    wait = offset > before ? SOON : Math.min(wait * 1.5, LATER);
    await delay(wait, undefined, { signal });
  }
  const rest = decoder.decode();
  if (rest) yield { text: rest, start: offset, end: offset };
}

/**
 * Where the log is now, and whether what it holds now is all of it. Asked anew before every reading, since the
 * signature in the URL ends, and before and not after it, since what is written last must still be read.
 */
async function look(
  source: LogSource,
  { file, follow = false, signal }: LogOptions
): Promise<{ url: string | undefined; isOver: boolean }> {
  const details = await patiently(() => source.details(), { signal });
  const url = logUrl(details, file);
  const isOver = !follow || isTerminal(details.status);
  // A job that ended before it wrote anything has no log; to follow it is then to see nothing.
  const isMissing = isOver && !url && (!follow || file !== undefined);
  if (isMissing) throw logNotFound(source, details, file);
  return { url, isOver };
}

/** Turns pieces of text into lines; a last line without an end is a line too. */
export async function* linesOf(chunks: AsyncIterable<LogChunk>): AsyncGenerator<string> {
  let open = '';
  for await (const { text } of chunks) {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (open) yield open;
}

async function* pieces(
  connection: Connection,
  url: string | undefined,
  from: number,
  signal: AbortSignal | undefined
): AsyncGenerator<Buffer> {
  if (!url) return;
  let offset = from;
  for (;;) {
    const bytes = await patiently(() => readPiece(connection, url, offset, signal), { signal });
    if (bytes.length > 0) yield bytes;
    offset += bytes.length;
    if (bytes.length < PIECE) return;
  }
}

async function readPiece(
  connection: Connection,
  url: string,
  offset: number,
  signal: AbortSignal | undefined
): Promise<Buffer> {
  const { status, stream } = await connection.send({
    url,
    headers: { Range: `bytes=${offset}-${offset + PIECE - 1}`, Accept: '*/*' },
    // 416: nothing beyond this offset yet. 404: the log is announced before its first byte is written.
    accept: [416, 404],
    stream: true,
    signal
  });
  if (!stream) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const bytes = Buffer.concat(parts);
  // A store that does not know ranges answers 200 with everything.
  return status === 206 ? bytes : bytes.subarray(offset, offset + PIECE);
}

/** Bytes of a log, asked of its first one: not every store lets us ask for the last ones. */
async function sizeOf(
  connection: Connection,
  url: string,
  signal: AbortSignal | undefined
): Promise<number> {
  const { header } = await connection.send({
    url,
    headers: { Range: 'bytes=0-0', Accept: '*/*' },
    accept: [416, 404],
    signal
  });
  return Number(/\/(\d+)$/.exec(header('content-range') ?? '')?.[1] ?? 0);
}

function logUrl(details: RunDetails, file: string | undefined): string | undefined {
  const logs = details.logFiles;
  if (file !== undefined) return logs[file];
  const other = Object.keys(logs).find(name => name.startsWith('user_logs/'));
  return logs[STD_LOG] ?? (other === undefined ? undefined : logs[other]);
}

function logNotFound(source: LogSource, details: RunDetails, file = STD_LOG): Error {
  const known = Object.keys(details.logFiles);
  return fail('LogNotFound', { name: source.name, file, known }, { target: file });
}
