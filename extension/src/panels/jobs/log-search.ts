import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, LogMatch, LogMatches, LogSearchQuery } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { LogWindow } from './log-window.js';

/** How many matches the user can step through; all are counted. */
const MAX_MATCHES = 10_000;

/** How long a search waits between two looks at what was appended to the log. */
const GROWTH_MS = 1000;

/** Searches a part of a log by the service. */
export type SearchLog = (query: LogSearchQuery, signal: AbortSignal) => Promise<LogMatches>;

/** A search in the whole log, part by part, and then in what is appended. The window goes to the matches. */
export class LogSearch {
  private readonly _changed = new Signal<this, void>(this);
  private searching: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private next = { end: 0, line: 1 };
  /** A step that waits for the first match. */
  private wantedStep: 1 | -1 | null = null;

  text = '';
  /** How many lines match so far. */
  count = 0;
  /** The first of them. */
  matches: readonly LogMatch[] = [];
  /** The place among the matches of the one that the window shows, or null before the first step. */
  current: number | null = null;
  error: ApiError | null = null;

  constructor(
    private readonly search: SearchLog,
    private readonly window: LogWindow
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** True while parts of the log are not searched yet. */
  get isSearching(): boolean {
    return this.searching !== null;
  }

  get currentMatch(): LogMatch | null {
    return this.current === null ? null : (this.matches[this.current] ?? null);
  }

  /** Starts another search, and stops the one before. */
  async find(text: string): Promise<void> {
    this.stop();
    Object.assign(this, { text, count: 0, matches: [], current: null, error: null });
    this.next = { end: 0, line: 1 };
    this.wantedStep = null;
    this._changed.emit();
    if (text !== '') await this.continue();
  }

  /** Continues after the log has grown, or after its job has ended. */
  onGrown(): void {
    if (this.text === '' || this.isSearching || this.error) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.continue();
    }, GROWTH_MS);
  }

  /** Goes to the next match, or the one before; after the last comes the first. */
  step(by: 1 | -1): void {
    const { length } = this.matches;
    this.wantedStep = length === 0 ? by : null;
    if (length === 0) return;
    const from = this.current ?? (by === 1 ? -1 : 0);
    this.current = (from + by + length) % length;
    this._changed.emit();
    const { currentMatch } = this;
    if (currentMatch) void this.window.show(currentMatch.offset);
  }

  /** Searches the rest of the log. */
  async continue(): Promise<void> {
    const searching = new AbortController();
    this.searching = searching;
    this.error = null;
    this._changed.emit();
    let error: ApiError | null = null;
    try {
      while (this.next.end < this.window.liveEnd) {
        if (!(await this.searchPart(searching.signal))) break;
      }
    } catch (e) {
      error = ServiceError.from(e);
    }
    if (searching.signal.aborted) return;
    this.searching = null;
    this.error = error;
    this._changed.emit();
    if (this.wantedStep !== null) this.step(this.wantedStep);
    // A match that is written later does not move the view.
    this.wantedStep = null;
  }

  dispose(): void {
    this.stop();
    Signal.clearData(this);
  }

  /** Returns false if the service has nothing more to search, as when the last line is not ended yet. */
  private async searchPart(signal: AbortSignal): Promise<boolean> {
    const { text, next } = this;
    const limit = MAX_MATCHES - this.matches.length;
    const { count, matches, end, line } = await this.search(
      { text, from: next.end, line: next.line, limit },
      signal
    );
    signal.throwIfAborted();
    this.count += count;
    if (matches.length > 0) this.matches = [...this.matches, ...matches];
    this.next = { end, line };
    this._changed.emit();
    // The last match is known at the end only.
    if (this.wantedStep === 1) this.step(1);
    return end > next.end;
  }

  private stop(): void {
    this.searching?.abort();
    this.searching = null;
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
