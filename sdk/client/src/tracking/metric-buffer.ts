/** One value of a metric, ready to send. */
export interface PendingMetric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}

/** MLflow takes this many metrics in one request. */
const BATCH = 1000;
/** Milliseconds that values are gathered before they are sent by themselves. */
const GATHER = 1000;

/**
 * Gathers metrics and sends them in batches, in order and one request at a time. What could not be sent stays, is
 * tried again, and its error comes out of the next `flush`.
 */
export class MetricBuffer {
  private pending: PendingMetric[] = [];
  private timer?: NodeJS.Timeout;
  private sending?: Promise<void>;

  constructor(private readonly send: (metrics: PendingMetric[]) => Promise<void>) {}

  add(metrics: readonly PendingMetric[]): void {
    this.pending.push(...metrics);
    // The timer keeps the program alive until the values are sent: a script that just ends loses none.
    this.timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => {
        process.emitWarning(`Metrics are not sent yet: ${String(error)}`, 'CarryWarning');
      });
    }, GATHER);
  }

  /** Sends everything gathered so far. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.sending ?? this.pending.length > 0) {
      this.sending ??= this.sendBatch().finally(() => {
        this.sending = undefined;
      });
      await this.sending;
    }
  }

  private async sendBatch(): Promise<void> {
    const batch = this.pending.slice(0, BATCH);
    await this.send(batch);
    this.pending = this.pending.slice(batch.length);
  }
}
