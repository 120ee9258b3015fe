import { setTimeout as delay } from 'node:timers/promises';
import type { EventMessage, MetricSeries, RunDetail } from './api.js';
import type { Connection } from './connection.js';
import { errorBody } from './error-body.js';
import { followLog } from './log-follower.js';
import { readSeries } from './metric-series.js';
import { describeRun, readFacts } from './run-summary.js';
import type { Run } from 'carry-ml';

/** What one tab is told of the run that it looks at. */
export interface WatchOptions {
  connection: Connection;
  run: string;
  /** Byte position from which the log goes on. */
  logFrom: number;
  send: (message: EventMessage) => void;
  signal: AbortSignal;
  intervalMs?: number;
}

/** Sends detail, log and curves of one run until the run has ended or the tab looks elsewhere. */
export async function watchRun(options: WatchOptions): Promise<void> {
  await Promise.all([watchDetail(options), watchLog(options)]);
}

async function watchDetail(options: WatchOptions): Promise<void> {
  const { connection, run, send, signal, intervalMs = 1000 } = options;
  const curves = new Curves(run, send);
  let shown = '';
  let failing = false;
  while (!signal.aborted) {
    try {
      const detail = await connection.use(async ws => {
        const job = await ws.jobs.get(run);
        const tracked = await job.run();
        const answer = describeRun(await readFacts(job), tracked);
        await curves.update(tracked);
        return answer;
      });
      if (aborted(signal)) return;
      if (failing) send({ type: 'trouble', about: 'run', error: null });
      failing = false;
      shown = sendChanged(detail, shown, send);
      if (detail.finished) return;
    } catch (e) {
      if (aborted(signal)) return;
      failing = true;
      send({ type: 'trouble', about: 'run', error: errorBody(e).error });
    }
    await pause(intervalMs, signal);
  }
}

function sendChanged(detail: RunDetail, shown: string, send: WatchOptions['send']): string {
  const text = JSON.stringify(detail);
  if (text !== shown) send({ type: 'run', run: detail });
  return text;
}

async function watchLog({ connection, run, logFrom, send, signal }: WatchOptions): Promise<void> {
  let from = logFrom;
  while (!signal.aborted) {
    try {
      const job = await connection.use(ws => ws.jobs.get(run));
      await followLog(
        job,
        from,
        chunk => {
          from = chunk.end;
          if (!signal.aborted) send({ type: 'log', ...chunk });
        },
        signal
      );
      return;
    } catch (e) {
      if (aborted(signal)) return;
      send({ type: 'trouble', about: 'run', error: errorBody(e).error });
      await pause(2000, signal);
    }
  }
}

/** Reads the curves of a run again only when one of its metrics has a new latest value. */
class Curves {
  private seen = '';

  constructor(
    private readonly run: string,
    private readonly send: WatchOptions['send']
  ) {}

  async update(tracked: Run): Promise<void> {
    const keys = Object.keys(tracked.metrics).sort();
    const latest = JSON.stringify(keys.map(key => [key, tracked.metrics[key]]));
    if (keys.length === 0 || latest === this.seen) return;
    const series: MetricSeries[] = await Promise.all(keys.map(key => readSeries(tracked, key)));
    this.seen = latest;
    this.send({ type: 'metrics', run: this.run, series });
  }
}

/** Asked anew after every wait, which the compiler cannot know to change the answer. */
function aborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (e) {
    if (!signal.aborted) throw e;
  }
}
