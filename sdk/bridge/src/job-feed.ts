import type { ApiError, EventMessage, RunSummary } from './api.js';
import type { Connection } from './connection.js';
import { errorBody } from './error-body.js';
import { readFacts, summarize } from './run-summary.js';

/** So many runs are listed and kept fresh. */
const LISTED = 100;

/** Receives what every tab is told. */
export type FeedListener = (message: EventMessage) => void;

/**
 * Keeps the list of runs fresh for all tabs together, while there are any. A finished run is read once;
 * only the unfinished ones cost requests.
 */
export class RunFeed {
  private readonly listeners = new Set<FeedListener>();
  private readonly finished = new Map<string, RunSummary>();
  private latest?: RunSummary[];
  private trouble: ApiError | null = null;
  private wake: (() => void) | undefined;
  private running = false;

  constructor(
    private readonly connection: Connection,
    private readonly intervalMs = 1000
  ) {}

  /** Tells a tab what is known and then every change; answers how to stop. */
  subscribe(listener: FeedListener): () => void {
    this.listeners.add(listener);
    if (this.latest) listener({ type: 'runs', runs: this.latest });
    if (this.trouble) listener({ type: 'trouble', about: 'runs', error: this.trouble });
    if (this.running) this.wake?.();
    else void this.loop();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.wake?.();
    };
  }

  /** Looks at once: something has just been submitted or cancelled. */
  poke(): void {
    this.wake?.();
  }

  private async loop(): Promise<void> {
    this.running = true;
    while (this.listeners.size > 0) {
      await this.look();
      if (this.listeners.size > 0) await this.pause();
    }
    this.running = false;
  }

  private pause(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, this.intervalMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async look(): Promise<void> {
    try {
      const runs = await this.read();
      if (JSON.stringify(runs) !== JSON.stringify(this.latest)) {
        this.latest = runs;
        this.tell({ type: 'runs', runs });
      }
      this.report(null);
    } catch (e) {
      this.report(errorBody(e).error);
    }
  }

  private read(): Promise<RunSummary[]> {
    return this.connection.use(async ws => {
      const jobs = [];
      for await (const job of ws.jobs.list({ limit: LISTED })) jobs.push(job);
      return Promise.all(
        jobs.map(async job => {
          const known = this.finished.get(job.name);
          if (known) return known;
          const summary = summarize(await readFacts(job));
          if (summary.finished) this.finished.set(job.name, summary);
          return summary;
        })
      );
    });
  }

  private report(trouble: ApiError | null): void {
    if (JSON.stringify(trouble) === JSON.stringify(this.trouble)) return;
    this.trouble = trouble;
    this.tell({ type: 'trouble', about: 'runs', error: trouble });
  }

  private tell(message: EventMessage): void {
    for (const listener of this.listeners) listener(message);
  }
}
