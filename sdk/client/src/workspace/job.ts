import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal, type JobResource, type JobStatus, type RunDetails } from '../arm/index.js';
import type { ArmWorkspace } from '../arm/client/index.js';
import { progressOf, type JobProgress } from '../notebooks/index.js';
import type { Datastores } from './datastores.js';
import { fail } from './errors.js';
import { downloadJob } from './job-download.js';
import { linesOf, readLog, type LogChunk, type LogOptions } from './job-log.js';
import { jobSpec, type JobSpec } from './job-spec.js';
import { patiently } from './patience.js';

/** What a job needs to know of the run that tracks it. */
export interface TrackedRun {
  readonly tags: Readonly<Record<string, string>>;
}

/** What a job is reached through. */
export interface JobAccess<R extends TrackedRun> {
  arm: ArmWorkspace;
  datastores: Datastores;
  openRun: (id: string) => Promise<R>;
}

/** Newer than the assets' version: jobs have queue settings and notifications since. */
export const JOBS_API_VERSION = '2024-10-01';

/** Milliseconds between looks at a job that is waited for. */
const POLL = 1000;

/** One job of a workspace. */
export class Job<R extends TrackedRun = TrackedRun> {
  readonly #access: JobAccess<R>;
  #resource: JobResource;

  constructor(access: JobAccess<R>, resource: JobResource) {
    this.#access = access;
    this.#resource = resource;
  }

  get name(): string {
    return this.#resource.name;
  }

  /** As of the last `refresh`. */
  get status(): JobStatus {
    return this.#resource.properties.status ?? 'Unknown';
  }

  get spec(): JobSpec {
    return jobSpec(this.#resource);
  }

  /** Reads the job again. */
  async refresh(): Promise<this> {
    const send = { apiVersion: JOBS_API_VERSION };
    this.#resource = await this.#access.arm.read<JobResource>(this.path, send);
    return this;
  }

  /** Times, log files, and why it waits or failed. */
  async details(): Promise<RunDetails> {
    const { arm } = this.#access;
    const history = await arm.runHistory();
    const run = `/history/v1.0${arm.path}/runs/${encodeURIComponent(this.name)}/details`;
    const details = await history.read<Partial<RunDetails>>({ path: run });
    return {
      ...details,
      runId: details.runId ?? this.name,
      status: details.status ?? this.status,
      logFiles: details.logFiles ?? {}
    };
  }

  /**
   * The lines of a log, without their line ends.
   *
   * @example for await (const line of job.logs({ follow: true })) console.log(line);
   * @throws CarryError `LogNotFound` (with the names there are)
   */
  logs(options: Omit<LogOptions, 'offset'> = {}): AsyncIterable<string> {
    return linesOf(this.logChunks(options));
  }

  /** The same as it arrives, with byte offsets to resume from. */
  logChunks(options: LogOptions = {}): AsyncIterable<LogChunk> {
    const connection = this.#access.arm.connection.unsigned();
    return readLog({ name: this.name, details: () => this.details(), connection }, options);
  }

  /**
   * Waits for the end of the job.
   *
   * @throws CarryError `JobFailed` (with the reason and the failing cell), `JobCanceled`
   */
  async completed(options: { signal?: AbortSignal } = {}): Promise<this> {
    const { signal } = options;
    await patiently(() => this.refresh(), { signal });
    while (!isTerminal(this.status)) {
      await delay(POLL, undefined, { signal });
      await patiently(() => this.refresh(), { signal });
    }
    if (this.status === 'Completed') return this;
    const { name } = this;
    if (this.status === 'Canceled') throw fail('JobCanceled', { name }, { target: name });
    throw fail('JobFailed', { name, ...(await this.whyFailed()) }, { target: name });
  }

  /** Reads the job and its run again, and returns how many cells have run and which failed. */
  async progress(): Promise<JobProgress> {
    await this.refresh();
    return progressOf((await this.run()).tags) ?? { done: 0, of: 0, cell: 0 };
  }

  /** The run that tracks this job: parameters, metrics, artifacts. */
  run(): Promise<R> {
    return this.#access.openRun(this.name);
  }

  /** Cancels and waits until the service has done it. */
  async cancel(): Promise<void> {
    await this.#access.arm.run(`${this.path}/cancel`, {
      method: 'POST',
      apiVersion: JOBS_API_VERSION
    });
    await this.refresh();
  }

  /** Downloads outputs and logs into a folder; answers the paths of the files. */
  async download(dir: string, options: { output?: string } = {}): Promise<string[]> {
    await this.refresh();
    return downloadJob(this.#access.datastores, this.#resource, dir, options);
  }

  /** What a notebook or a console shows of a job. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return { name: this.name, status: this.status, experiment: this.spec.experiment };
  }

  private get path(): string {
    return `/jobs/${encodeURIComponent(this.name)}`;
  }

  private async whyFailed(): Promise<{ cell?: number; cells: number; reason?: string }> {
    const { failedCell: cell, of: cells, error } = await this.progress();
    if (error) return { cell, cells, reason: `${error.name}: ${firstLine(error.message)}` };
    return { cell, cells, reason: (await this.details()).error?.error.message };
  }
}

/** A sentence has one line; the whole text of the error is in the job's progress and in its log. */
function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? text;
}
