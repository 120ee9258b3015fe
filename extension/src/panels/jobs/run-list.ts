import { Signal, type ISignal } from '@lumino/signaling';
import type { ApiError, FoundRun, JobSummary, RunQuery } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';

/** Which runs the list shows, and in which order. */
export type RunFilter = Omit<RunQuery, 'limit' | 'token'>;

/** How many runs are read at first, and by each look further down. */
const PAGE = 100;

/** How many of the runs on the page are read again after a change; older ones do not change any more. */
const MOST_REREAD = 1000;

/** The runs of the workspace that a filter finds, read page by page: the service searches and sorts. */
export class RunList {
  private readonly _changed = new Signal<this, void>(this);
  private next: string | null = null;
  /** Counts the searches, so that the response to an older one is dropped. */
  private search = 0;
  private reading = false;
  private again = false;

  runs: readonly FoundRun[] = [];
  /** False until the first response to this filter. */
  loaded = false;
  error: ApiError | null = null;

  constructor(
    private readonly service: Pick<ICarryService, 'runs'>,
    public filter: RunFilter = {}
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** True if the service has more runs than the page. */
  get hasMore(): boolean {
    return this.next !== null;
  }

  /** Searches anew. The runs of the last filter stay on screen until the response is there. */
  setFilter(change: RunFilter): Promise<void> {
    this.filter = { ...this.filter, ...change };
    this.search += 1;
    this.loaded = false;
    this.reading = false;
    this._changed.emit();
    return this.refresh();
  }

  /** Reads the runs on the page again; calls during a request become one request after it. */
  async refresh(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return;
    }
    const wanted = this.loaded ? this.runs.length : 0;
    await this.read(async () => {
      const limit = Math.min(Math.max(wanted, PAGE), MOST_REREAD);
      const page = await this.service.runs({ ...this.filter, limit });
      return () => {
        const older = page.next === null ? [] : this.olderThan(page.runs, wanted);
        this.runs = [...page.runs, ...older];
        // Of a longer list the end has stayed, and with it what follows.
        if (older.length === 0) this.next = page.next;
      };
    });
  }

  /** Reads the runs after the last one on the page. */
  async readMore(): Promise<void> {
    const { next } = this;
    if (next === null || this.reading) return;
    await this.read(async () => {
      const page = await this.service.runs({ ...this.filter, limit: PAGE, token: next });
      return () => {
        const present = new Set(this.runs.map(({ name }) => name));
        this.runs = [...this.runs, ...page.runs.filter(({ name }) => !present.has(name))];
        this.next = page.next;
      };
    });
  }

  /** Shows a run that was just made, before a search finds it. */
  add(job: JobSummary): void {
    if (this.runs.some(({ name }) => name === job.name)) return;
    const run = { ...job, notebook: null, isPinned: false, parameters: [], metrics: [] };
    this.runs = [run, ...this.runs];
    this._changed.emit();
  }

  dispose(): void {
    Signal.clearData(this);
  }

  /** Returns the runs of a longer list that follow those that were read again, which new ones may have moved down. */
  private olderThan(runs: FoundRun[], wanted: number): FoundRun[] {
    if (wanted <= MOST_REREAD) return [];
    const present = new Set(runs.map(({ name }) => name));
    const lastReread = this.runs.findLastIndex(({ name }) => present.has(name));
    return this.runs.slice(lastReread + 1);
  }

  /** Sends one request at a time, and applies its response unless the filter has changed since. */
  private async read(request: () => Promise<() => void>): Promise<void> {
    const { search } = this;
    this.reading = true;
    let apply: (() => void) | undefined;
    let error: ApiError | null = null;
    try {
      apply = await request();
    } catch (e) {
      error = ServiceError.from(e);
    }
    if (search !== this.search) return;
    this.reading = false;
    this.error = error;
    if (apply) {
      apply();
      this.loaded = true;
    }
    this._changed.emit();
    if (!this.again) return;
    this.again = false;
    await this.refresh();
  }
}
