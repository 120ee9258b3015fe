import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal, type CommandJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import { fullDisk } from '../protocol/full-disk.js';
import { slotStates } from '../store/job-transitions.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import type { Compute } from './compute.js';
import { isoDuration } from './iso-duration.js';
import { endProcesses } from './supervision/end-processes.js';
import { describeFailure } from './supervision/failure.js';
import { Leader } from './supervision/leader.js';
import type { LogLimits } from './supervision/log-limits.js';
import { joinLogTail } from './supervision/log-tail.js';
import { isAlive, processesOf } from './supervision/processes.js';
import { Stopwatch } from './supervision/stopwatch.js';

/** How often a job is looked at. The end of one that this server started is told at once. */
const POLL = 500;
/** How long to wait before a job is looked after again when that failed, for want of disk or of a free database. */
const FIRST_RETRY = 500;
const LAST_RETRY = 30_000;

/** What a job needs before its process group can start. */
export interface Launch {
  /** The command with every place filled in. */
  command: string;
  environment: Record<string, string>;
  /** The file that gets the output of the command. */
  log: string;
}

export interface RunnerDeps {
  jobs: JobStore;
  /** One folder a job below it. */
  folder: string;
  computes: () => Compute[];
  /** Makes the working folder and finds inputs and outputs. */
  prepare: (job: StoredJob<CommandJob>, folder: string) => Promise<Launch>;
  logOf: (job: string) => string;
  logLimits: LogLimits;
  /** Tells the tracking side that the job's run has ended. */
  onEnd: (job: StoredJob, status: 'FINISHED' | 'FAILED' | 'KILLED', at: number) => void;
  /** Told when a job is in a state that it will never leave. */
  onSettled?: (job: StoredJob) => void;
  now: () => number;
  report: (error: unknown, job: string) => void;
}

/** Runs jobs as process groups of this machine: queued per compute, adopted again after a restart, ended with everything they started. */
export class Runner {
  private readonly wakers = new Map<string, () => void>();
  private readonly followed = new Map<string, Promise<void>>();
  private closed = false;

  constructor(private readonly deps: RunnerDeps) {}

  /** Takes up the jobs that an earlier server left, then starts what waits. */
  recover(): void {
    const left = this.deps.jobs.inState(...slotStates);
    for (const { name } of left) this.track(name);
    this.removeRemains(new Set(left.map(job => job.name)));
    this.wake();
  }

  /** Starts queued jobs, oldest first, on each compute that has a free slot. */
  wake(): void {
    if (this.closed) return;
    for (const { name, slots } of this.deps.computes()) {
      const free = slots - this.deps.jobs.countOn(name, ...slotStates);
      if (free <= 0) continue;
      for (const job of this.deps.jobs.queueOf(name, free))
        if (this.deps.jobs.move(job, 'Preparing')) this.track(job, true);
    }
  }

  /** Asks a job to stop. It is Canceled once nothing of it runs. */
  cancel(name: string): void {
    const job = this.deps.jobs.get(name);
    if (!job || isTerminal(job.status)) return;
    if (job.status === 'Queued') {
      // The run before the job, here and below: a job that has not ended is taken up again after a crash, a run is not.
      this.deps.onEnd(job, 'KILLED', this.deps.now());
      this.deps.jobs.move(name, 'Canceled', { endedAt: this.deps.now() });
      this.deps.onSettled?.(job);
      return;
    }
    this.deps.jobs.move(name, 'CancelRequested');
    this.wakers.get(name)?.();
  }

  /** Why a queued job waits, in words. */
  waitsFor(job: StoredJob): string | undefined {
    if (job.status !== 'Queued') return undefined;
    const running = this.deps.jobs.countOn(job.compute, ...slotStates);
    const before = this.deps.jobs.queuedBefore(job);
    return `Waits for a free slot on '${job.compute}': ${running} running, ${before} queued before it.`;
  }

  /** Stops looking after the jobs; they go on. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.wakers.values()) wake();
    await Promise.all(this.followed.values());
  }

  private leader(name: string): Leader {
    return new Leader(join(this.deps.folder, name));
  }

  private track(name: string, isNew = false): void {
    if (this.followed.has(name)) return;
    const work = this.lookAfter(name, isNew).finally(() => this.followed.delete(name));
    this.followed.set(name, work);
  }

  /** Leads the job to its end, whatever goes wrong on the way. */
  private async lookAfter(name: string, isNew: boolean): Promise<void> {
    let neverBegan = isNew;
    for (let wait = FIRST_RETRY; !this.closed; wait = Math.min(2 * wait, LAST_RETRY))
      try {
        const job = this.deps.jobs.get(name);
        if (!job || isTerminal(job.status)) return;
        const leader = this.leader(name);
        neverBegan ||= leader.claim();
        if (!neverBegan || job.status !== 'Preparing' || (await this.start(job, leader)))
          await this.watch(name, leader);
        return;
      } catch (error) {
        neverBegan = false;
        this.deps.report(error, name);
        await this.pause(name, wait);
      }
  }

  /** Prepares the job and starts its processes; false when it ended before that. */
  private async start(job: StoredJob, leader: Leader): Promise<boolean> {
    try {
      // What an earlier server began to prepare is begun anew.
      await leader.discard();
      await mkdir(leader.folder, { recursive: true, mode: 0o700 });
      const launch = await this.deps.prepare(job as StoredJob<CommandJob>, leader.folder);
      leader.prepare(launch.command);
      if (this.deps.jobs.get(job.name)?.status !== 'Preparing') return true;
      const log = { path: launch.log, limits: this.deps.logLimits };
      await leader.start(log, launch.environment, () => this.wakers.get(job.name)?.());
      return true;
    } catch (error) {
      if (!isCarryError(error)) this.deps.report(error, job.name);
      const { message } =
        fullDisk(error) ?? (error instanceof Error ? error : new Error(String(error)));
      await endProcesses(job.mark, pid => pid === leader.pid);
      this.settle(job, this.deps.now(), { code: 'PreparationFailed', message });
      await this.tidyUp(job, leader);
      return false;
    }
  }

  /** Looks after a started job until it has ended or the server closes. */
  private async watch(name: string, leader: Leader): Promise<void> {
    const watch = new Stopwatch(this.deps.now);
    while (!this.closed) {
      const job = this.deps.jobs.get(name);
      if (!job || isTerminal(job.status)) return;
      const { startedAt } = leader;
      if (job.status === 'Preparing' && startedAt !== undefined)
        this.deps.jobs.move(name, 'Running', { startedAt });
      if (leader.exit || job.status === 'CancelRequested') return this.end(job, leader);
      if (this.isOverdue(job, watch))
        return this.end(job, leader, {
          code: 'JobTimeout',
          message: `The job ran longer than its limit of ${job.properties.limits?.timeout ?? ''} and was stopped. Raise limits.timeout, or give it less to do.`
        });
      if (!(await this.lives(job, leader))) return this.end(job, leader);
      await this.pause(name, POLL);
    }
  }

  private async lives(job: StoredJob, leader: Leader): Promise<boolean> {
    const { pid } = leader;
    return pid === undefined ? (await processesOf(job.mark)).length > 0 : isAlive(pid, job.mark);
  }

  private isOverdue(job: StoredJob, watch: Stopwatch): boolean {
    const limit = isoDuration(job.properties.limits?.timeout ?? '');
    return limit !== undefined && job.startedAt !== undefined && watch.since(job.startedAt) > limit;
  }

  /** Ends a job that has begun. `stopped` says why the workspace stopped it. */
  private async end(job: StoredJob, leader: Leader, stopped?: StoredJob['error']): Promise<void> {
    await endProcesses(job.mark, pid => pid === leader.pid);
    const { exit } = leader;
    const log = this.deps.logOf(job.name);
    await joinLogTail(leader.folder, log, this.deps.logLimits.tail);
    const error = stopped ?? (await describeFailure(exit, log));
    this.settle(job, exit?.at ?? this.deps.now(), error);
    await this.tidyUp(job, leader);
  }

  /** Writes the end down. Nothing is awaited between the question whether it was cancelled and the answer. */
  private settle(job: StoredJob, at: number, error: StoredJob['error']): void {
    if (this.deps.jobs.get(job.name)?.status === 'CancelRequested') {
      this.deps.onEnd(job, 'KILLED', at);
      this.deps.jobs.move(job.name, 'Canceled', { endedAt: at });
    } else {
      this.deps.onEnd(job, error ? 'FAILED' : 'FINISHED', at);
      this.deps.jobs.move(job.name, error ? 'Failed' : 'Completed', { endedAt: at, error });
    }
  }

  private async tidyUp(job: StoredJob, leader: Leader): Promise<void> {
    this.deps.onSettled?.(job);
    this.wake();
    await leader.discard();
  }

  /** Removes the folders of jobs that have ended: their server died, or their disk failed, before that. */
  private removeRemains(of: ReadonlySet<string>): void {
    const remove = async () => {
      for (const name of await readdir(this.deps.folder))
        if (!of.has(name) && !this.followed.has(name)) await this.leader(name).discard();
    };
    remove().catch((error: unknown) => {
      this.deps.report(error, 'remains');
    });
  }

  private async pause(name: string, milliseconds: number): Promise<void> {
    if (this.closed) return;
    const woken = new AbortController();
    this.wakers.set(name, () => {
      woken.abort();
    });
    try {
      await delay(milliseconds, undefined, { signal: woken.signal });
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    } finally {
      this.wakers.delete(name);
    }
  }
}
