import { isTerminal } from 'carry-ml/arm';
import type { Job } from 'carry-ml';
import type { LogMatch, LogMatches } from './api.js';
import type { LogSearchQuery } from './schemas/log-schema.js';
import { terminalLine } from './terminal-line.js';

/** How much of a log one request searches. The page continues at its end: so it shows progress, and can stop at any time. */
const SEARCH_BYTES = 8 * 1024 * 1024;

/** A longer line is searched in pieces of this size; a match across two of them is not found. */
const LINE_BYTES = 64 * 1024;

const LINE_END = 0x0a;

/**
 * Finds the lines of the next part of a log that contain a text. The last line of a job that still runs may change: it is searched
 * once it has ended.
 *
 * @throws CarryError `LogNotFound`
 */
export async function searchLog(job: Job, query: LogSearchQuery): Promise<LogMatches> {
  const { from = 0, line = 1 } = query;
  const search = new LineSearch(query, from, line);
  let read = 0;
  for await (const bytes of job.logBytes({ offset: from, length: SEARCH_BYTES })) {
    read += bytes.length;
    search.add(bytes);
  }
  const isEnd = read < SEARCH_BYTES && isTerminal(job.status);
  return search.end(isEnd);
}

/** Searches bytes, line by line, as they arrive. */
class LineSearch {
  private readonly wanted: RegExp;
  private readonly matches: LogMatch[] = [];
  private readonly limit: number;
  private count = 0;
  private open: Buffer = Buffer.alloc(0);

  constructor(
    { text, limit = Infinity }: LogSearchQuery,
    /** The offset of the open line. */
    private offset: number,
    private line: number
  ) {
    this.wanted = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu');
    this.limit = limit;
  }

  add(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.open, piece]);
    let at = 0;
    for (;;) {
      const lineEnd = bytes.indexOf(LINE_END, at);
      const isTooLong = (lineEnd === -1 ? bytes.length : lineEnd) - at > LINE_BYTES;
      if (lineEnd === -1 && !isTooLong) break;
      const end = isTooLong ? at + LINE_BYTES : lineEnd;
      this.test(bytes.toString('utf8', at, end), this.offset + at);
      if (!isTooLong) this.line += 1;
      at = isTooLong ? end : end + 1;
    }
    this.open = bytes.subarray(at);
    this.offset += at;
  }

  end(isEnd: boolean): LogMatches {
    if (isEnd && this.open.length > 0) {
      this.test(this.open.toString(), this.offset);
      this.offset += this.open.length;
    }
    const { count, matches, offset, line } = this;
    return { count, matches, end: offset, line };
  }

  private test(line: string, offset: number): void {
    if (!this.wanted.test(terminalLine(line))) return;
    this.count += 1;
    if (this.matches.length < this.limit) this.matches.push({ offset, line: this.line });
  }
}
