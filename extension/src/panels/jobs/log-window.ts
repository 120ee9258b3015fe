import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, LogChunk, LogQuery } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { LogRows, type LogRow } from './log-rows.js';
import { hasTime } from './log-time.js';

/** The page holds at most this much of a log; what is far from the view is read again when the user returns to it. */
const MAX_ROWS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;

/** The code of the error when a log became shorter. */
export const LOG_CHANGED = 'LogChanged';

/** Reads a part of a log from the service. */
export type ReadLog = (query: LogQuery, signal: AbortSignal) => Promise<LogChunk>;

/**
 * The part of a log that the page holds: without gaps, around what the user looks at. While it follows the log, that is its end;
 * other parts are read as the user scrolls or goes to a line.
 */
export class LogWindow {
  private readonly _changed = new Signal<this, void>(this);
  private done: LogRow[] = [];
  private lines = new LogRows();
  private loading: AbortController | null = null;

  rows: readonly LogRow[] = [];
  /** Identifies the first row; the key of the next one is higher by one. */
  firstKey = 0;
  /** The byte offsets of the part. */
  start = 0;
  end = 0;
  /** The byte offset up to which the service has sent the log. */
  liveEnd = 0;
  /** True while the view moves with the end of the log. */
  following = true;
  /** The line that the view goes to: a new object each time. */
  target: { offset: number } | null = null;
  /** The index of the first visible row, which the view returns to. */
  place = 0;
  error: ApiError | null = null;
  /** True once a line begins with the time when it was written. */
  hasTimes = false;

  constructor(private readonly read: ReadLog) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** True if the part reaches the end of the log. */
  get hasEnd(): boolean {
    return this.end >= this.liveEnd;
  }

  get isLoading(): boolean {
    return this.loading !== null;
  }

  /** Adds what was appended to the log. */
  add(chunk: LogChunk): void {
    const isNext = chunk.start === this.end;
    this.liveEnd = chunk.end;
    if (isNext && (this.following || !this.isFull)) this.append(chunk);
    else if (this.following && !this.isLoading) this.replace(chunk);
    this.emit();
  }

  /** Forgets an error, so that the view may read again. */
  forgetError(): void {
    this.error = null;
    this.emit();
  }

  /** Sets whether the view moves with the end, as after the user has scrolled. */
  follow(following: boolean): void {
    if (following === this.following) return;
    this.following = following;
    this.emit();
  }

  /** Keeps the index of the first visible row, for when the log is shown again. */
  keepPlace(index: number): void {
    this.place = index;
  }

  /** Reads what precedes the part. */
  async readEarlier(): Promise<void> {
    const { start } = this;
    if (start === 0 || this.isLoading) return;
    await this.load(async read => {
      const chunk = await read({ before: start });
      if (chunk.end !== start || chunk.start >= start) throw logChanged();
      this.prepend(chunk);
    });
  }

  /** Reads what follows the part. */
  async readLater(): Promise<void> {
    if (this.hasEnd || this.isLoading) return;
    await this.load(async read => {
      await this.appendNext(read);
    });
  }

  /** Goes to the line that begins at an offset. */
  async show(offset: number): Promise<void> {
    this.following = false;
    if (!this.rows.some(row => row.offset === offset)) {
      await this.load(async read => {
        const [before, after] = await Promise.all([
          offset === 0 ? null : read({ before: offset }),
          read({ from: offset })
        ]);
        this.replace(after);
        if (before) this.prepend(before);
        this.target = { offset };
      });
      return;
    }
    this.cancel();
    this.target = { offset };
    this.emit();
  }

  /** Goes to the end of the log and follows it. */
  async showEnd(): Promise<void> {
    this.following = true;
    this.target = null;
    if (this.hasEnd) {
      this.cancel();
      this.emit();
      return;
    }
    await this.load(async read => {
      this.replace(await read({ before: this.liveEnd }));
      // The log may have grown meanwhile.
      while (!this.hasEnd) await this.appendNext(read);
    });
  }

  dispose(): void {
    this.cancel();
    Signal.clearData(this);
  }

  private get isFull(): boolean {
    return this.done.length > MAX_ROWS || this.end - this.start > MAX_BYTES;
  }

  private async appendNext(read: (query: LogQuery) => Promise<LogChunk>): Promise<void> {
    const { end } = this;
    const chunk = await read({ from: end });
    // Live text may have arrived before the response.
    if (this.end !== end) return;
    if (chunk.start !== end || chunk.end <= end) throw logChanged();
    this.append(chunk);
  }

  /** Sends requests, instead of those that are under way. */
  private async load(
    work: (read: (query: LogQuery) => Promise<LogChunk>) => Promise<void>
  ): Promise<void> {
    this.cancel();
    const loading = new AbortController();
    const { signal } = loading;
    this.loading = loading;
    this.emit();
    let error: ApiError | null = null;
    try {
      await work(async query => {
        const chunk = await this.read(query, signal);
        signal.throwIfAborted();
        return chunk;
      });
    } catch (e) {
      error = ServiceError.from(e);
    }
    if (signal.aborted) return;
    this.loading = null;
    this.error = error;
    this.emit();
  }

  private cancel(): void {
    this.loading?.abort();
    this.loading = null;
    this.error = null;
  }

  private replace(chunk: LogChunk): void {
    // Keys of other rows: the view has measured those.
    this.firstKey += 2 * MAX_ROWS;
    this.done = [];
    this.lines = new LogRows();
    this.start = chunk.start;
    this.append(chunk);
  }

  private append({ text, start, end }: LogChunk): void {
    const rows = this.lines.add(text, start);
    this.hasTimes ||= rows.some(row => hasTime(row.text));
    this.done.push(...rows);
    this.end = end;
    if (!this.isFull) return;
    const last = this.done.length - 1;
    const fits = this.done.findIndex(({ offset }) => offset >= end - MAX_BYTES);
    const surplus = Math.max(0, this.done.length - MAX_ROWS, fits === -1 ? last : fits);
    this.done.splice(0, surplus);
    this.firstKey += surplus;
    this.start = this.done[0]?.offset ?? this.start;
  }

  private prepend({ text, start }: LogChunk): void {
    const lines = new LogRows();
    const rows = lines.add(text, start);
    if (lines.open) rows.push(lines.open);
    this.done = [...rows, ...this.done];
    this.firstKey -= rows.length;
    this.start = start;
    if (!this.isFull) return;
    const tooFar = this.done.findIndex(({ offset }) => offset > start + MAX_BYTES);
    const kept = Math.max(1, Math.min(MAX_ROWS, tooFar === -1 ? Infinity : tooFar));
    const next = this.done[kept];
    if (!next) return;
    this.done.length = kept;
    this.lines = new LogRows();
    this.end = next.offset;
  }

  private emit(): void {
    const { open } = this.lines;
    this.rows = open ? [...this.done, open] : this.done;
    this._changed.emit();
  }
}

/** A part of the log that the page has seen is gone; the view has a sentence about it. */
function logChanged(): ServiceError {
  return new ServiceError({ code: LOG_CHANGED, message: LOG_CHANGED });
}
