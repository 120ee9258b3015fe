import type { Job, LogChunk } from 'carry-ml';
import type { LogQuery } from './schemas/log-schema.js';

/** Size of the parts that a page reads as the user scrolls: a few thousand lines. */
export const PART_BYTES = 256 * 1024;

/** Size of the parts that a page joins to save the whole log as a file. */
const DOWNLOAD_PART_BYTES = 8 * 1024 * 1024;

const LINE_END = 0x0a;

/** Bytes of the longest character in UTF-8. A log without one for so long is not text; it is cut anywhere. */
const LONGEST_CHARACTER = 4;

/**
 * Reads a part of a log. It consists of whole lines, unless a line is longer than the part; the end of the log may be a line that
 * is still written.
 *
 * @throws CarryError `LogNotFound`
 */
export async function readLogPart(job: Job, query: LogQuery): Promise<LogChunk> {
  const start = 'from' in query ? query.from : Math.max(0, query.before - PART_BYTES);
  const length = 'from' in query ? PART_BYTES : query.before - start;
  const bytes = await readBytes(job, start, length);
  const isCut = bytes.length === PART_BYTES;
  const from = isCut && 'before' in query ? firstLine(bytes) : 0;
  const to = isCut && 'from' in query ? lastLineEnd(bytes) : bytes.length;
  return { text: bytes.toString('utf8', from, to), start: start + from, end: start + to };
}

/** Reads the next bytes of a log for a file; fewer than asked for at its end. */
export function readDownloadPart(job: Job, from: number): Promise<Buffer> {
  return readBytes(job, from, DOWNLOAD_PART_BYTES);
}

async function readBytes(job: Job, offset: number, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of job.logBytes({ offset, length })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Returns where the first whole line begins, or the first whole character of an endless line. */
function firstLine(bytes: Buffer): number {
  const line = bytes.indexOf(LINE_END) + 1;
  if (line > 0 && line < bytes.length) return line;
  let at = 0;
  while (at < LONGEST_CHARACTER && isContinuation(bytes[at])) at += 1;
  return at === LONGEST_CHARACTER ? 0 : at;
}

/** Returns where the last whole line ends, or the last character of an endless line begins. */
function lastLineEnd(bytes: Buffer): number {
  const line = bytes.lastIndexOf(LINE_END) + 1;
  if (line > 0) return line;
  let at = bytes.length - 1;
  while (at > bytes.length - LONGEST_CHARACTER && isContinuation(bytes[at])) at -= 1;
  return isContinuation(bytes[at]) ? bytes.length : at;
}

/** True for a byte of UTF-8 that does not begin a character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
