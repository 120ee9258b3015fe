import { setTimeout as delay } from 'node:timers/promises';
import type { Run, Workspace } from 'carry-ml';
import type { EventMessage, JobDetail } from './api.js';
import { readChildren } from './child-runs.js';
import type { Connection } from './connection.js';
import { errorBody } from './error-body.js';
import type { ExperimentNames } from './experiment-names.js';
import { describeJob, readJob } from './job-summary.js';
import { followLog } from './log-follower.js';
import { MetricCurves } from './metric-series.js';
import { findJob } from './run-kind.js';
import { describeRun } from './run-summary.js';

/** How long to wait after a failure before the log is followed again. */
const LOG_RETRY_MS = 2000;

/** The run that a tab shows, and how to send to that tab. */
export interface WatchOptions {
  connection: Connection;
  experiments: ExperimentNames;
  /** Name of the job, or id of an interactive run. */
  job: string;
  /** The byte offset from which the log continues. */
  logFrom: number;
  send: (message: EventMessage) => void;
  signal: AbortSignal;
  intervalMs?: number;
}

/** Sends detail, log and curves of one run until it has ended or the signal is aborted. */
export async function watchJob(options: WatchOptions): Promise<void> {
  await Promise.all([watchDetail(options), watchLog(options)]);
}

/** Polls the job with three requests, one more for its children if it can have some, and the curves whose latest values have changed. */
async function watchDetail(options: WatchOptions): Promise<void> {
  const { connection, experiments, job: name, send, signal, intervalMs = 1000 } = options;
  const curves = new MetricCurves();
  let shown = '';
  let failing = false;
  let kind: JobDetail['kind'] | undefined;
  while (!signal.aborted) {
    try {
      const { detail, series } = await connection.use(async ws => {
        const { detail, run } = await readDetail(ws, name, experiments, kind);
        return { detail, series: await curves.update(run, detail.finished) };
      });
      ({ kind } = detail);
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

/** Reads a job and its run, or the run that no job made. */
async function readDetail(
  ws: Workspace,
  name: string,
  experiments: ExperimentNames,
  /** Undefined before the first reading. */
  kind: JobDetail['kind'] | undefined
): Promise<{ detail: JobDetail; run: Run }> {
  const job = kind === 'interactive' ? undefined : await findJob(ws, name);
  if (job) {
    const [reading, children] = await Promise.all([readJob(job), readChildren(ws, job)]);
    return { detail: { ...describeJob(reading), children }, run: reading.run };
  }
  const run = await ws.runs.get(name);
  return { detail: describeRun(run, await experiments.nameOf(ws, run.experimentId)), run };
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
      const job = await connection.use(ws => findJob(ws, name));
      // An interactive run has no log.
      if (!job) return;
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
