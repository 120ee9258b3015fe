import { orAborted, type RequestOptions } from '../arm/client/index.js';

/** One value of a metric, ready to send. */
export interface PendingMetric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}

/** Maximum number of metrics in one request of MLflow. */
const BATCH_SIZE = 1000;
/** Delay after which buffered values are sent without a flush. */
const SEND_DELAY_MS = 1000;

/**
 * Buffers metrics and sends them in batches, in order and one request at a time. Values that could not be sent stay
 * buffered and are sent again by the next `flush`, which rejects if it fails.
 */
export class MetricBuffer {
  private pending: PendingMetric[] = [];
  private timer?: NodeJS.Timeout;
  private sending?: Promise<void>;

  constructor(private readonly send: (metrics: PendingMetric[]) => Promise<void>) {}

  /** Adds values to the buffer. */
  add(metrics: readonly PendingMetric[]): void {
    this.pending.push(...metrics);
    // The timer keeps the process alive until the values are sent, so that a script that ends loses none.
    this.timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => {
        process.emitWarning(`Metrics are not sent yet: ${String(error)}`, 'CarryWarning');
      });
    }, SEND_DELAY_MS);
  }

  /** Sends all buffered values. Others may wait for the same request, so an abort ends the waiting only. */
  async flush({ signal }: RequestOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.sending ?? this.pending.length > 0)
      await orAborted(() => this.sendBatchOnce(), signal);
  }

  private sendBatchOnce(): Promise<void> {
    this.sending ??= this.sendBatch().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  private async sendBatch(): Promise<void> {
    const batch = this.pending.slice(0, BATCH_SIZE);
    await this.send(batch);
    this.pending = this.pending.slice(batch.length);
  }
}
