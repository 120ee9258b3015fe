import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isCarryError } from '../../error.js';
import { isTerminal, type CommandJob } from '../../arm/job.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import type { Compute } from './compute.js';
import { describeFailure } from './failure.js';
import { isoDuration } from './iso-duration.js';
import { Leader, type Exit } from './leader.js';
import { isAlive, processesOf, signalAll } from './processes.js';

/** How long a cancelled job may tidy up before it is killed. */
const GRACE = 5_000;
/** How often a job is looked at. The end of one that this server started is told at once. */
const POLL = 500;

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
    for (const job of this.deps.jobs.inState(
      'Preparing',
      'Running',
      'Finalizing',
      'CancelRequested'
    )) {
      const leader = this.leader(job);
      if (job.status === 'Preparing' && !leader.wasStarted) this.deps.jobs.move(job.name, 'Queued');
      else this.follow(job, leader);
    }
    this.wake();
  }

  /** Starts queued jobs, oldest first, on each compute that has a free slot. */
  wake(): void {
    if (this.closed) return;
    const busy = this.deps.jobs.inState('Preparing', 'Running', 'Finalizing', 'CancelRequested');
    const queued = this.deps.jobs.inState('Queued');
    for (const { name, slots } of this.deps.computes()) {
      const free = slots - busy.filter(job => job.compute === name).length;
      for (const job of queued.filter(j => j.compute === name).slice(0, Math.max(0, free)))
        if (this.deps.jobs.move(job.name, 'Preparing')) this.track(job.name, this.start(job));
    }
  }

  /** Asks a job to stop. It is Canceled once nothing of it runs. */
  cancel(name: string): void {
    const job = this.deps.jobs.get(name);
    if (!job || isTerminal(job.status)) return;
    if (
      job.status === 'Queued' &&
      this.deps.jobs.move(name, 'Canceled', { endedAt: this.deps.now() })
    ) {
      this.deps.onEnd(job, 'KILLED', this.deps.now());
      this.deps.onSettled?.(job);
      return;
    }
    this.deps.jobs.move(name, 'CancelRequested');
    this.wakers.get(name)?.();
  }

  /** Why a queued job waits, in words. */
  waitsFor(job: StoredJob): string | undefined {
    if (job.status !== 'Queued') return undefined;
    const sameCompute = (j: StoredJob) => j.compute === job.compute;
    const ahead = this.deps.jobs.inState('Queued').filter(sameCompute);
    const running = this.deps.jobs
      .inState('Preparing', 'Running', 'CancelRequested')
      .filter(sameCompute);
    const before = ahead.findIndex(j => j.name === job.name);
    return `Waits for a free slot on '${job.compute}': ${running.length} running, ${before} queued before it.`;
  }

  /** Stops looking after the jobs; they go on. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.wakers.values()) wake();
    await Promise.all(this.followed.values());
  }

  private leader(job: StoredJob): Leader {
    return new Leader(join(this.deps.folder, job.name));
  }

  private async start(job: StoredJob<CommandJob>): Promise<void> {
    const { jobs, now } = this.deps;
    const folder = join(this.deps.folder, job.name);
    const leader = this.leader(job);
    try {
      // What an earlier server began to prepare is begun anew; its leader, if any, finds its folder gone and ends.
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const launch = await this.deps.prepare(job, folder);
      leader.prepare(launch.command);
      if (jobs.get(job.name)?.status !== 'Preparing') {
        await this.end(job, undefined);
        return;
      }
      await leader.start(launch.log, launch.environment, () => this.wakers.get(job.name)?.());
    } catch (error) {
      if (!isCarryError(error)) this.deps.report(error, job.name);
      const message = error instanceof Error ? error.message : String(error);
      jobs.move(job.name, 'Failed', {
        endedAt: now(),
        error: { code: 'PreparationFailed', message }
      });
      this.deps.onEnd(job, 'FAILED', now());
      await rm(folder, { recursive: true, force: true });
      this.deps.onSettled?.(job);
      this.wake();
      return;
    }
    await this.watch(job.name, leader);
  }

  private follow(job: StoredJob, leader: Leader): void {
    this.track(job.name, this.watch(job.name, leader));
  }

  private track(name: string, work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        this.deps.report(error, name);
      })
      .finally(() => this.followed.delete(name));
    this.followed.set(name, done);
  }

  /** Looks after a started job until it has ended or the server closes. */
  private async watch(name: string, leader: Leader): Promise<void> {
    while (!this.closed) {
      const job = this.deps.jobs.get(name);
      if (!job || isTerminal(job.status)) return;
      if (job.status === 'Preparing')
        this.deps.jobs.move(name, 'Running', { startedAt: this.deps.now() });
      if (leader.exit) return this.end(job, leader.exit);
      if (job.status === 'CancelRequested') {
        await this.stop(job, leader);
        return this.end(job, leader.exit);
      }
      if (this.isOverdue(job)) {
        await this.stop(job, leader);
        return this.end(job, leader.exit, {
          code: 'JobTimeout',
          message: `The job ran longer than its limit of ${job.properties.limits?.timeout ?? ''} and was stopped. Raise limits.timeout, or give it less to do.`
        });
      }
      if (!(await this.lives(job, leader))) return this.end(job, leader.exit);
      await this.pause(name);
    }
  }

  private async lives(job: StoredJob, leader: Leader): Promise<boolean> {
    const { pid } = leader;
    return pid === undefined ? (await processesOf(job.mark)).length > 0 : isAlive(pid, job.mark);
  }

  private isOverdue(job: StoredJob): boolean {
    const limit = isoDuration(job.properties.limits?.timeout ?? '');
    return (
      limit !== undefined && job.startedAt !== undefined && this.deps.now() - job.startedAt > limit
    );
  }

  /** Ends everything the job started: first asking, then by force. */
  private async stop(job: StoredJob, leader: Leader): Promise<void> {
    const others = async () => (await processesOf(job.mark)).filter(pid => pid !== leader.pid);
    signalAll(await others(), 'SIGTERM');
    for (
      const until = this.deps.now() + GRACE;
      this.deps.now() < until && (await others()).length > 0;
    )
      await delay(100);
    for (
      let left = await processesOf(job.mark);
      left.length > 0;
      left = await processesOf(job.mark)
    ) {
      signalAll(left, 'SIGKILL');
      await delay(20);
    }
  }

  private async end(
    job: StoredJob,
    exit: Exit | undefined,
    stopped?: StoredJob['error']
  ): Promise<void> {
    await this.stop(job, this.leader(job));
    const at = exit?.at ?? this.deps.now();
    const wasCancelled = this.deps.jobs.get(job.name)?.status === 'CancelRequested';
    const error =
      stopped ??
      (wasCancelled ? undefined : await describeFailure(exit, this.deps.logOf(job.name)));
    this.deps.onEnd(job, wasCancelled ? 'KILLED' : error ? 'FAILED' : 'FINISHED', at);
    this.deps.jobs.move(job.name, wasCancelled ? 'Canceled' : error ? 'Failed' : 'Completed', {
      endedAt: at,
      error
    });
    await rm(join(this.deps.folder, job.name), { recursive: true, force: true });
    this.deps.onSettled?.(job);
    this.wake();
  }

  private async pause(name: string): Promise<void> {
    const woken = new AbortController();
    this.wakers.set(name, () => {
      woken.abort();
    });
    try {
      await delay(POLL, undefined, { signal: woken.signal });
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    } finally {
      this.wakers.delete(name);
    }
  }
}
