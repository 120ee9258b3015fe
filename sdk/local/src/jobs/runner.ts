import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal, type CommandJob } from 'carry-ml/arm';
import { isCarryError } from 'carry-ml/errors';
import type { LogSecrets } from '../identity/log-secrets.js';
import { fullDisk } from '../protocol/full-disk.js';
import { slotStates } from '../store/job-transitions.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import type { Compute } from './compute.js';
import { isoDuration } from './iso-duration.js';
import { failureOf } from './job-failures.js';
import type { Containment } from './supervision/containment.js';
import { endProcesses } from './supervision/end-processes.js';
import { describeFailure } from './supervision/failure.js';
import { Leader, type LaunchedProcess, type MpiScripts } from './supervision/leader.js';
import type { LogLimits } from './supervision/log-limits.js';
import { joinLogTail } from './supervision/log-tail.js';
import { isAlive, processesOf } from './supervision/processes.js';
import { Stopwatch } from './supervision/stopwatch.js';

/** How often a job's processes are checked. The end of a job that this server started is noticed at once. */
const PROCESS_POLL_INTERVAL_MS = 500;
/** How long to wait before a job is supervised again, after that failed because the disk was full or the database busy. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/** The data needed to start the process group of a job. */
export interface Launch {
  /** The command, with every placeholder replaced. */
  command: string;
  environment: Record<string, string>;
  /** The file to which the output of the command is written. */
  log: string;
  /** The processes of a distributed job. Their logs are beside `log`, which is that of one of them. */
  processes?: LaunchedProcess[];
  /** Variables that the command gets besides `environment`, and whose secrets are masked too. */
  variables?: Record<string, string>;
  /** Set if mpirun starts them. */
  mpirun?: MpiScripts;
}

export interface RunnerDeps {
  jobs: JobStore;
  /** The parent of the jobs' folders. */
  folder: string;
  computes: () => Compute[];
  /** Creates the working folder, finds inputs and outputs and builds the environment. The signal stops it. */
  prepare: (job: StoredJob<CommandJob>, folder: string, signal: AbortSignal) => Promise<Launch>;
  /** Says what the preparation of a job does at the moment, if that takes long. */
  preparing?: (job: string) => string | undefined;
  logOf: (job: StoredJob<CommandJob>) => string;
  logLimits: LogLimits;
  /** Masks the secrets of a job in its logs. */
  secrets: Pick<LogSecrets, 'keep' | 'removeFromLogs'>;
  /** Finds how the processes of jobs are kept together. Called once, for the first job. */
  containment: () => Containment;
  /** Ends the job's MLflow run; called before the job ends. */
  onEnd: (job: StoredJob, status: 'FINISHED' | 'FAILED' | 'KILLED', at: number) => void;
  /** Called when a job has reached a terminal state. */
  onSettled?: (job: StoredJob) => void;
  now: () => number;
  report: (error: unknown, job: string) => void;
}

/** Runs jobs as process groups of this machine: queues them per compute, resumes supervision after a restart, ends them with all their processes. */
export class Runner {
  private readonly wakers = new Map<string, () => void>();
  private readonly followed = new Map<string, Promise<void>>();
  private closed = false;
  private contained?: Containment;

  constructor(private readonly deps: RunnerDeps) {}

  /** Resumes the jobs that an earlier server left running, then starts queued jobs. */
  recover(): void {
    const left = this.deps.jobs.inState(...slotStates);
    for (const { name } of left) this.track(name);
    this.removeLeftoverFolders(new Set(left.map(job => job.name)));
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

  /** Requests a job to stop. It is Canceled once all its processes have ended. */
  cancel(name: string): void {
    const job = this.deps.jobs.get(name);
    if (!job || isTerminal(job.status)) return;
    if (job.status === 'Queued') {
      // The run is ended before the job, here and below: after a crash an active job is resumed, an active run is not.
      this.deps.onEnd(job, 'KILLED', this.deps.now());
      this.deps.jobs.move(name, 'Canceled', { endedAt: this.deps.now() });
      this.deps.onSettled?.(job);
      return;
    }
    this.deps.jobs.move(name, 'CancelRequested');
    this.wakers.get(name)?.();
  }

  /** Explains why a job does not run yet. */
  waitsFor(job: StoredJob): string | undefined {
    if (job.status === 'Preparing') return this.deps.preparing?.(job.name);
    if (job.status !== 'Queued') return undefined;
    const running = this.deps.jobs.countOn(job.compute, ...slotStates);
    const before = this.deps.jobs.queuedBefore(job);
    return `Waits for a free slot on '${job.compute}': ${running} running, ${before} queued before it.`;
  }

  /** Stops supervising the jobs; their processes continue. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.wakers.values()) wake();
    await Promise.all(this.followed.values());
  }

  private containment(): Containment {
    return (this.contained ??= this.deps.containment());
  }

  private leader(name: string): Leader {
    return new Leader(join(this.deps.folder, name));
  }

  private track(name: string, isNew = false): void {
    if (this.followed.has(name)) return;
    const work = this.supervise(name, isNew).finally(() => this.followed.delete(name));
    this.followed.set(name, work);
  }

  /** Supervises the job until it ends, and retries after errors. */
  private async supervise(name: string, isNew: boolean): Promise<void> {
    let neverBegan = isNew;
    for (let wait = FIRST_RETRY_MS; !this.closed; wait = Math.min(2 * wait, MAX_RETRY_MS))
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

  /** Prepares the job and starts its processes; false if the preparation failed, which ends the job. */
  private async start(job: StoredJob, leader: Leader): Promise<boolean> {
    const stop = new AbortController();
    try {
      // Discards the folder that an earlier server had prepared.
      await leader.discard();
      await mkdir(leader.folder, { recursive: true, mode: 0o700 });
      const launch = await this.prepare(job as StoredJob<CommandJob>, leader.folder, stop);
      leader.prepare(launch.command, launch.processes, launch.mpirun);
      this.deps.secrets.keep(job.name, { ...launch.environment, ...launch.variables });
      if (this.deps.jobs.get(job.name)?.status !== 'Preparing') return true;
      await leader.start({
        log: { path: launch.log, limits: this.deps.logLimits },
        environment: launch.environment,
        containment: this.containment(),
        mark: job.mark,
        onExit: () => this.wakers.get(job.name)?.()
      });
      return true;
    } catch (error) {
      // The next server prepares the job again.
      if (this.closed && stop.signal.aborted) return true;
      if (!isCarryError(error) && !stop.signal.aborted) this.deps.report(error, job.name);
      const { message: reason } =
        fullDisk(error) ?? (error instanceof Error ? error : new Error(String(error)));
      await endProcesses(job.mark, leader);
      this.settle(job, this.deps.now(), failureOf('PreparationFailed', { reason }));
      await this.cleanUp(job, leader);
      return false;
    }
  }

  /** Prepares the job; a cancellation and the end of the server stop that. */
  private async prepare(
    job: StoredJob<CommandJob>,
    folder: string,
    stop: AbortController
  ): Promise<Launch> {
    this.wakers.set(job.name, () => {
      stop.abort();
    });
    try {
      return await this.deps.prepare(job, folder, stop.signal);
    } finally {
      this.wakers.delete(job.name);
    }
  }

  /** Watches a started job until it has ended or the server closes. */
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
        return this.end(
          job,
          leader,
          failureOf('JobTimeout', { limit: job.properties.limits?.timeout ?? '' })
        );
      if (!(await this.isRunning(job, leader))) return this.end(job, leader);
      await this.pause(name, PROCESS_POLL_INTERVAL_MS);
    }
  }

  private async isRunning(job: StoredJob, leader: Leader): Promise<boolean> {
    const { pid } = leader;
    return pid === undefined
      ? (await processesOf(job.mark, leader.cgroup)).length > 0
      : isAlive(pid, job.mark);
  }

  private isOverdue(job: StoredJob, watch: Stopwatch): boolean {
    const limit = isoDuration(job.properties.limits?.timeout ?? '');
    return limit !== undefined && job.startedAt !== undefined && watch.since(job.startedAt) > limit;
  }

  /** Ends a job that has started. `stopped` says why the workspace stopped it. */
  private async end(job: StoredJob, leader: Leader, stopped?: StoredJob['error']): Promise<void> {
    await endProcesses(job.mark, leader);
    const { exit } = leader;
    const log = this.deps.logOf(job as StoredJob<CommandJob>);
    for (const { state, path } of leader.logs(log))
      await joinLogTail(state, path, this.deps.logLimits.tail);
    await this.deps.secrets.removeFromLogs(log, job.name);
    const error = stopped ?? (await describeFailure(exit, log));
    this.settle(job, exit?.at ?? this.deps.now(), error);
    await this.cleanUp(job, leader);
  }

  /** Stores the end of the job. Nothing is awaited between checking for a cancellation and storing the status. */
  private settle(job: StoredJob, at: number, error: StoredJob['error']): void {
    if (this.deps.jobs.get(job.name)?.status === 'CancelRequested') {
      this.deps.onEnd(job, 'KILLED', at);
      this.deps.jobs.move(job.name, 'Canceled', { endedAt: at });
    } else {
      this.deps.onEnd(job, error ? 'FAILED' : 'FINISHED', at);
      this.deps.jobs.move(job.name, error ? 'Failed' : 'Completed', { endedAt: at, error });
    }
  }

  private async cleanUp(job: StoredJob, leader: Leader): Promise<void> {
    this.deps.onSettled?.(job);
    this.wake();
    await leader.discard();
  }

  /** Removes the folders of ended jobs that an earlier server could not remove, because it crashed or the disk failed. */
  private removeLeftoverFolders(of: ReadonlySet<string>): void {
    const remove = async () => {
      for (const name of await readdir(this.deps.folder))
        if (!of.has(name) && !this.followed.has(name)) await this.leader(name).discard();
    };
    remove().catch((error: unknown) => {
      this.deps.report(error, 'leftover folders');
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
