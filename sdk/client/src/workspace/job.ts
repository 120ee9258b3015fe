import { isTerminal, type JobResource, type JobStatus, type RunDetails } from '../arm/index.js';
import { sleep, type ArmWorkspace, type Paged, type RequestOptions } from '../arm/client/index.js';
import { progressErrorText, progressOf, type JobProgress } from '../notebooks/index.js';
import { childJobs, type ChildJob } from './child-jobs.js';
import type { Datastores } from './datastores.js';
import { fail } from './errors.js';
import { downloadJob, type DownloadOptions } from './job-download.js';
import {
  linesOf,
  readLog,
  readLogBytes,
  type LogChunk,
  type LogOptions,
  type LogSource
} from './job-log.js';
import { jobSpec, type JobSpec } from './job-spec.js';
import { withRetries } from './retry.js';

/** The part of a tracked run that a job reads. */
export interface TrackedRun {
  readonly tags: Readonly<Record<string, string>>;
}

/** The services that a job uses. */
export interface JobAccess<R extends TrackedRun> {
  arm: ArmWorkspace;
  datastores: Datastores;
  openRun: (id: string, options: RequestOptions) => Promise<R>;
}

/** Newer than the version for assets, because jobs have queue settings and notifications in it. */
export const JOBS_API_VERSION = '2024-10-01';

/** Interval between two reads of a job while `completed` waits. */
const JOB_POLL_INTERVAL_MS = 1000;

/** One job of a workspace. */
export class Job<R extends TrackedRun = TrackedRun> {
  readonly #access: JobAccess<R>;
  #resource: JobResource;

  constructor(access: JobAccess<R>, resource: JobResource) {
    this.#access = access;
    this.#resource = resource;
  }

  /** The name, which is also the id of its run. */
  get name(): string {
    return this.#resource.name;
  }

  /** The status as of the last `refresh`. */
  get status(): JobStatus {
    return this.#resource.properties.status ?? 'Unknown';
  }

  /** The fields of the job, as of the last `refresh`. */
  get spec(): JobSpec {
    return jobSpec(this.#resource);
  }

  /** Reads the job again. */
  async refresh(options: RequestOptions = {}): Promise<this> {
    const send = { ...options, apiVersion: JOBS_API_VERSION };
    this.#resource = await this.#access.arm.read<JobResource>(this.path, send);
    return this;
  }

  /** Returns the times and log files of the job, and why it waits or failed. */
  async details({ signal }: RequestOptions = {}): Promise<RunDetails> {
    const { arm } = this.#access;
    const history = await arm.runHistory({ signal });
    const run = `/history/v1.0${arm.path}/runs/${encodeURIComponent(this.name)}/details`;
    const details = await history.read<Partial<RunDetails>>({ path: run, signal });
    return {
      ...details,
      runId: details.runId ?? this.name,
      status: details.status ?? this.status,
      logFiles: details.logFiles ?? {}
    };
  }

  /**
   * Lists the steps of a pipeline or the trials of a sweep; a job of another type has none.
   *
   * @example for await (const step of job.children()) console.log(step.displayName, step.status);
   */
  children(options: RequestOptions = {}): Paged<ChildJob> {
    return childJobs(this.#access.arm, this.name, options);
  }

  /**
   * Reads the lines of a log, without their line ends.
   *
   * @example for await (const line of job.logs({ follow: true })) console.log(line);
   * @throws CarryError `LogNotFound` (with the existing names)
   */
  logs(options: Omit<LogOptions, 'offset'> = {}): AsyncIterable<string> {
    return linesOf(this.logChunks(options));
  }

  /** Reads a log in pieces as they arrive, with byte offsets to resume from. */
  logChunks(options: LogOptions = {}): AsyncIterable<LogChunk> {
    return readLog(this.#logSource(), options);
  }

  /** Reads the bytes of a log as they arrive: a log is text, but a job may write anything to it. */
  async *logBytes(options: LogOptions = {}): AsyncGenerator<Uint8Array> {
    for await (const { bytes } of readLogBytes(this.#logSource(), options)) yield bytes;
  }

  #logSource(): LogSource {
    const connection = this.#access.arm.connection.unsigned();
    const { name } = this;
    return { name, details: request => this.details(request), connection };
  }

  /**
   * Waits until the job has completed.
   *
   * @throws CarryError `JobFailed` (with the reason and the failing cell), `JobCanceled`
   */
  async completed({ signal }: RequestOptions = {}): Promise<this> {
    await withRetries(() => this.refresh({ signal }), { signal });
    while (!isTerminal(this.status)) {
      await sleep(JOB_POLL_INTERVAL_MS, signal);
      await withRetries(() => this.refresh({ signal }), { signal });
    }
    if (this.status === 'Completed') return this;
    const { name } = this;
    if (this.status === 'Canceled') throw fail('JobCanceled', { name }, { target: name });
    throw fail('JobFailed', { name, ...(await this.whyFailed({ signal })) }, { target: name });
  }

  /** Reads the job and its run again, and returns how many cells have run and which failed. */
  async progress(options: RequestOptions = {}): Promise<JobProgress> {
    await this.refresh(options);
    return progressOf((await this.run(options)).tags) ?? { done: 0, of: 0, cell: 0 };
  }

  /** Returns the run that tracks this job: its parameters, metrics and artifacts. */
  run(options: RequestOptions = {}): Promise<R> {
    return this.#access.openRun(this.name, options);
  }

  /** Cancels the job and waits until it is canceled. */
  async cancel(options: RequestOptions = {}): Promise<void> {
    await this.#access.arm.run(`${this.path}/cancel`, {
      ...options,
      method: 'POST',
      apiVersion: JOBS_API_VERSION
    });
    await this.refresh(options);
  }

  /**
   * Downloads all outputs and logs, or one named output, into a folder; returns the paths of the files.
   *
   * @throws CarryError `OutputNotFound` (with the existing names)
   */
  async download(dir: string, options: DownloadOptions = {}): Promise<string[]> {
    const { signal } = options;
    await this.refresh({ signal });
    return downloadJob(this.#access.datastores, this.#resource, dir, options);
  }

  /** Returns the fields that a notebook or a console prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return { name: this.name, status: this.status, experiment: this.spec.experiment };
  }

  private get path(): string {
    return `/jobs/${encodeURIComponent(this.name)}`;
  }

  private async whyFailed(
    options: RequestOptions
  ): Promise<{ cell?: number; cells: number; reason?: string }> {
    const { failedCell: cell, of: cells, error } = await this.progress(options);
    if (error) return { cell, cells, reason: firstLine(progressErrorText(error)) };
    return { cell, cells, reason: (await this.details(options)).error?.error.message };
  }
}

/** An error message has one line; the job's progress and its log have the whole text. */
function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? text;
}
