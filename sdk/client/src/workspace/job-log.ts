import { isTerminal, type RunDetails } from '../arm/index.js';
import { sleep, withReason, type Connection, type RequestOptions } from '../arm/client/index.js';
import { fail } from './errors.js';
import { withRetries } from './retry.js';

/** Options of reading a log. */
export interface LogOptions {
  /**
   * Name of the log file; default: `user_logs/std_log.txt`; the log of the first process of a distributed job; the execution log of a
   * pipeline or a sweep.
   */
  file?: string;
  /** Keep reading until the job has ended. */
  follow?: boolean;
  /** Bytes to skip; `logChunks` and `logBytes` only. */
  offset?: number;
  /** Start with roughly the last `tail` bytes of the existing log; `logChunks` only. */
  tail?: number;
  /** Maximum number of bytes to read; `logChunks` and `logBytes` only. */
  length?: number;
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

/** The job whose log is read. */
export interface LogSource {
  name: string;
  details(options: RequestOptions): Promise<RunDetails>;
  /** Reads the signed URLs of logs, without a token. */
  connection: Connection;
}

/** The log of the job's own output. */
const STD_LOG = 'user_logs/std_log.txt';
/** The logs of jobs whose work is done by other jobs: pipelines and sweeps. */
const FAMILY_LOGS = ['logs/azureml/executionlogs.txt', 'azureml-logs/hyperdrive.txt'];
/** The logs of a distributed job, one for each process. */
const PROCESS_LOGS = 'user_logs/std_log_';
/** Largest range of one request, so that a long log is not kept in memory as a whole. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** The interval between two reads of a log grows from the shortest to the longest while nothing is written. */
const MIN_LOG_POLL_INTERVAL_MS = 300;
const MAX_LOG_POLL_INTERVAL_MS = 2000;

/** Reads a log piece by piece as text; with `follow`, until the job ends. A character is never divided between two pieces. */
export async function* readLog(source: LogSource, options: LogOptions): AsyncGenerator<LogChunk> {
  let open: Buffer = Buffer.alloc(0);
  let start = 0;
  for await (const piece of readLogBytes(source, options)) {
    start = piece.start - open.length;
    const bytes = open.length > 0 ? Buffer.concat([open, piece.bytes]) : piece.bytes;
    const complete = completeLength(bytes);
    open = bytes.subarray(complete);
    if (complete > 0) yield chunkOf(bytes.subarray(0, complete), start);
    start += complete;
  }
  if (open.length > 0) yield chunkOf(open, start);
}

function chunkOf(bytes: Buffer, start: number): LogChunk {
  return { text: bytes.toString(), start, end: start + bytes.length };
}

/** Returns how many bytes of UTF-8 there are without a character at the end whose last bytes are missing. */
function completeLength(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= Math.max(0, bytes.length - 3); at -= 1) {
    const byte = bytes[at] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (isContinuation) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return at + size > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** Reads a log piece by piece, with the offset of each piece; with `follow`, until the job ends. */
export async function* readLogBytes(
  source: LogSource,
  options: LogOptions
): AsyncGenerator<{ bytes: Buffer; start: number }> {
  const { length = Infinity, signal } = options;
  let { offset = 0, tail } = options;
  let left = length;
  let waitMs = MIN_LOG_POLL_INTERVAL_MS;
  for (;;) {
    const { url, isOver } = await look(source, options);
    if (url && tail !== undefined) {
      offset = Math.max(offset, (await sizeOf(source.connection, url, signal)) - tail);
      tail = undefined;
    }
    const before = offset;
    for await (const bytes of pieces(source.connection, url, { offset, length: left }, signal)) {
      yield { bytes, start: offset };
      offset += bytes.length;
      left -= bytes.length;
    }
    if (isOver || left === 0) return;
    waitMs =
      offset > before ? MIN_LOG_POLL_INTERVAL_MS : Math.min(waitMs * 1.5, MAX_LOG_POLL_INTERVAL_MS);
    await sleep(waitMs, signal);
  }
}

/**
 * Returns the URL of the log, and whether its current content is complete. Called before each read, because the
 * signature of the URL expires, and before rather than after it, so that the last output of the job is read too.
 */
async function look(
  source: LogSource,
  { file, follow = false, signal }: LogOptions
): Promise<{ url: string | undefined; isOver: boolean }> {
  const details = await withRetries(() => source.details({ signal }), { signal });
  const url = logUrl(details, file);
  const isOver = !follow || isTerminal(details.status);
  // A job that ended before it wrote anything has no log; following it yields nothing.
  const isMissing = isOver && !url && (!follow || file !== undefined);
  if (isMissing) throw logNotFound(source, details, file);
  return { url, isOver };
}

/** Splits pieces of text into lines; a last line without a line end counts. */
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
  { offset: from, length }: { offset: number; length: number },
  signal: AbortSignal | undefined
): AsyncGenerator<Buffer> {
  if (!url) return;
  let offset = from;
  while (offset < from + length) {
    const range = { offset, length: Math.min(PIECE_BYTES, from + length - offset) };
    const bytes = await withRetries(() => readPiece(connection, url, range, signal), { signal });
    if (bytes.length > 0) yield bytes;
    offset += bytes.length;
    if (bytes.length < range.length) return;
  }
}

async function readPiece(
  connection: Connection,
  url: string,
  { offset, length }: { offset: number; length: number },
  signal: AbortSignal | undefined
): Promise<Buffer> {
  const { status, stream } = await connection.send({
    url,
    headers: { Range: `bytes=${offset}-${offset + length - 1}`, Accept: '*/*' },
    // 416: nothing beyond this offset yet. 404: the log is listed before its first byte is written.
    accept: [416, 404],
    stream: true,
    signal
  });
  if (!stream) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  const reading = (async () => {
    for await (const part of stream) parts.push(Buffer.from(part));
  })();
  await withReason(reading, signal);
  const bytes = Buffer.concat(parts);
  // A store without ranges responds with 200 and the whole content.
  return status === 206 ? bytes : bytes.subarray(offset, offset + length);
}

/** Returns the size of a log in bytes, from a request for its first byte: not every store supports suffix ranges. */
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
  const known = [STD_LOG, ...userLogs(logs), ...FAMILY_LOGS].find(name => logs[name] !== undefined);
  return known === undefined ? undefined : logs[known];
}

/** The logs of the processes of a job, in their order, then other logs of its code. */
function userLogs(logs: RunDetails['logFiles']): string[] {
  const names = Object.keys(logs)
    .filter(name => name.startsWith('user_logs/'))
    .sort();
  const isOther = (name: string) => !name.startsWith(PROCESS_LOGS);
  return [...names.filter(name => !isOther(name)), ...names.filter(isOther)];
}

function logNotFound(source: LogSource, details: RunDetails, file = STD_LOG): Error {
  const known = Object.keys(details.logFiles);
  return fail('LogNotFound', { name: source.name, file, known }, { target: file });
}
