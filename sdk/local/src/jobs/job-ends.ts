/** Lets a request wait for the end of a job: the runner and the families announce each end. */
export class JobEnds {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Wakes all requests that wait for this job. */
  announce(job: string): void {
    for (const wake of this.waiting.get(job) ?? []) wake();
  }

  /** Resolves when the end of the job is announced, and after `timeoutMs` in any case. */
  wait(job: string, timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const waiting = this.waiting.get(job) ?? new Set();
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        if (waiting.size === 0) this.waiting.delete(job);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.waiting.set(job, waiting.add(wake));
    });
  }
}
