import { setTimeout as delay } from 'node:timers/promises';
import type { EventMessage, JobDetail } from './api.js';
import type { Connection } from './connection.js';
import { errorBody } from './error-body.js';
import { describeJob, readJob } from './job-summary.js';
import { followLog } from './log-follower.js';
import { MetricCurves } from './metric-series.js';

/** How long to wait after a failure before the log is followed again. */
const LOG_RETRY_MS = 2000;

/** The job that a tab shows, and how to send to that tab. */
export interface WatchOptions {
  connection: Connection;
  /** Name of the job. */
  job: string;
  /** The byte offset from which the log continues. */
  logFrom: number;
  send: (message: EventMessage) => void;
  signal: AbortSignal;
  intervalMs?: number;
}

/** Sends detail, log and curves of one job until the job has ended or the signal is aborted. */
export async function watchJob(options: WatchOptions): Promise<void> {
  await Promise.all([watchDetail(options), watchLog(options)]);
}

/** Polls the job with three requests, and the curves whose latest values have changed. */
async function watchDetail(options: WatchOptions): Promise<void> {
  const { connection, job: name, send, signal, intervalMs = 1000 } = options;
  const curves = new MetricCurves();
  let shown = '';
  let failing = false;
  while (!signal.aborted) {
    try {
      const { detail, series } = await connection.use(async ws => {
        const reading = await readJob(await ws.jobs.get(name));
        const detail = describeJob(reading);
        return { detail, series: await curves.update(reading.run, detail.finished) };
      });
      if (isAborted(signal)) return;
      if (series) send({ type: 'metrics', job: name, series });
      if (failing) send({ type: 'trouble', about: 'job', error: null });
      failing = false;
      shown = sendChanged(detail, shown, send);
      if (detail.finished) return;
    } catch (e) {
      if (isAborted(signal)) return;
      failing = true;
      send({ type: 'trouble', about: 'job', error: errorBody(e).error });
    }
    await pause(intervalMs, signal);
  }
}

function sendChanged(detail: JobDetail, shown: string, send: WatchOptions['send']): string {
  const text = JSON.stringify(detail);
  if (text !== shown) send({ type: 'job', job: detail });
  return text;
}

async function watchLog(options: WatchOptions): Promise<void> {
  const { connection, job: name, logFrom, send, signal } = options;
  let from = logFrom;
  while (!signal.aborted) {
    try {
      const job = await connection.use(ws => ws.jobs.get(name));
      await followLog(
        job,
        from,
        chunk => {
          from = chunk.end;
          if (!signal.aborted) send({ type: 'log', job: name, ...chunk });
        },
        signal
      );
      return;
    } catch (e) {
      if (isAborted(signal)) return;
      send({ type: 'trouble', about: 'job', error: errorBody(e).error });
      await pause(LOG_RETRY_MS, signal);
    }
  }
}

/** Reads the signal again: the compiler does not know that it may change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (e) {
    if (!signal.aborted) throw e;
  }
}
