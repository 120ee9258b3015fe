/** A job that waits for an environment. */
export interface Waiter {
  /** Receives what the build prints, from its start. */
  onOutput: (text: string) => void;
  /** Receives what the build does at the moment. */
  onStep: (step: string) => void;
  /** Stops waiting. */
  signal: AbortSignal;
}

/** Number of letters of a build's output that a job which begins to wait later still receives. */
const MAX_OUTPUT_LENGTH = 1 << 20;

/** A build that several jobs wait for. It is canceled when none of them waits any more. */
export class SharedBuild<T> {
  private readonly control = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private readonly done: Promise<T>;
  private output = '';
  private step = '';

  /** `work` is called at once; `onAbandoned` when the last job stops waiting before the end. */
  constructor(
    work: (build: SharedBuild<T>) => Promise<T>,
    private readonly onAbandoned: () => void
  ) {
    this.done = work(this);
    // Each waiting job receives the error; after a cancellation none waits.
    this.done.catch(() => undefined);
  }

  /** Ends the build. */
  get signal(): AbortSignal {
    return this.control.signal;
  }

  readonly print = (text: string): void => {
    this.output = (this.output + text).slice(-MAX_OUTPUT_LENGTH);
    for (const waiter of this.waiters) waiter.onOutput(text);
  };

  readonly setStep = (step: string): void => {
    this.step = step;
    for (const waiter of this.waiters) waiter.onStep(step);
  };

  /** Waits for the result. Rejects with the reason of the waiter's signal once that is aborted. */
  async wait(waiter: Waiter): Promise<T> {
    const { signal } = waiter;
    signal.throwIfAborted();
    this.waiters.add(waiter);
    waiter.onOutput(this.output);
    waiter.onStep(this.step);
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop);
    });
    try {
      return await Promise.race([this.done, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
      this.waiters.delete(waiter);
      if (this.waiters.size === 0 && signal.aborted) {
        this.onAbandoned();
        this.control.abort(signal.reason);
      }
    }
  }
}
