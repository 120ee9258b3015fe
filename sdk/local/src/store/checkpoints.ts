import { Worker } from 'node:worker_threads';
import type { Database } from 'libsql';

/** How often changes are made durable: a power cut can take the changes of this time, and of the checkpoint that runs. */
export const CHECKPOINT_INTERVAL_MS = 5_000;

/**
 * Copies committed changes from the log into the database file every few seconds, and waits for the disk. This happens on a thread with
 * a connection of its own: the disk may be busy for seconds, in which the server must answer. Readers and writers do not wait for it.
 */
export class Checkpoints {
  private readonly thread: Worker;
  private readonly timer: NodeJS.Timeout;
  private changesBefore = -1;
  private isRunning = false;

  constructor(
    private readonly db: Database,
    path: string,
    private readonly report: (error: unknown) => void,
    intervalMs = CHECKPOINT_INTERVAL_MS
  ) {
    this.thread = new Worker(new URL('./checkpoint-thread.js', import.meta.url), {
      workerData: path
    });
    this.thread.on('message', (error: string | undefined) => {
      this.isRunning = false;
      if (error !== undefined) this.fail(new Error(error));
    });
    this.thread.on('error', error => {
      this.fail(error);
    });
    this.thread.unref();
    this.timer = setInterval(() => {
      this.runIfChanged();
    }, intervalMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.thread.terminate();
  }

  private runIfChanged(): void {
    const { changes } = this.db.prepare('SELECT total_changes() AS changes').get() as {
      changes: number;
    };
    if (this.isRunning || changes === this.changesBefore) return;
    this.changesBefore = changes;
    this.isRunning = true;
    this.thread.postMessage('run');
  }

  private fail(error: unknown): void {
    // The next interval tries again.
    this.changesBefore = -1;
    this.report(error);
  }
}
