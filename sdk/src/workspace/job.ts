import type { JobResource, JobStatus, RunDetails } from '../arm/index.js';

/** What a job needs to know of the run that tracks it. */
export interface TrackedRun {
  readonly tags: Readonly<Record<string, string>>;
}

/** The fields of a job that people look at; `resource` has all of them. */
export interface JobSpec {
  displayName: string;
  experiment: string;
  /** Name of the compute. */
  compute?: string;
  command: string;
  /** `name:version` or the id that was given. */
  environment: string;
  environmentVariables: Record<string, string>;
  tags: Record<string, string>;
  properties: Record<string, string>;
  /** File name of the notebook inside the snapshot, when the job is a notebook's. */
  notebook?: string;
  kernel?: string;
  language?: string;
  /** Parameters that were given to the notebook; empty when they were too large for the job's spec. */
  parameters: Record<string, unknown>;
  createdAt?: Date;
  /** The job, field for field as the service answers it. */
  resource: JobResource;
}

/** How far a job has come. */
export interface JobProgress {
  status: JobStatus;
  /** The cell that runs or ran last; the first is 1, and 0 means that none has begun. */
  cell: number;
  /** Code cells in all; 0 while it is not known. */
  of: number;
  failedCell?: number;
  error?: { name: string; message: string };
}

/** Which part of a log to read. */
export interface LogOptions {
  /** Log file; default: `user_logs/std_log.txt`. */
  file?: string;
  /** Keep reading until the job has ended. */
  follow?: boolean;
  /** Bytes to skip; `logChunks` only. */
  offset?: number;
  signal?: AbortSignal;
}

/** A piece of a log as it arrived. */
export interface LogChunk {
  text: string;
  /** Bytes of the log up to and including this piece: the `offset` to go on from. */
  offset: number;
}

/** One job of a workspace. */
export declare class Job<R extends TrackedRun = TrackedRun> {
  readonly name: string;
  /** As of the last `refresh`. */
  get status(): JobStatus;
  get spec(): JobSpec;
  /** Reads the job again. */
  refresh(): Promise<this>;
  /** Times, log files, and why it waits or failed. */
  details(): Promise<RunDetails>;
  /** The lines of a log, without their line ends. */
  logs(options?: Omit<LogOptions, 'offset'>): AsyncIterable<string>;
  /** The same as it arrives, with byte offsets to resume from. */
  logChunks(options?: LogOptions): AsyncIterable<LogChunk>;
  /**
   * Waits for the end of the job.
   *
   * @throws CarryError `JobFailed` (with the reason and the failing cell), `JobCanceled`
   */
  completed(options?: { signal?: AbortSignal }): Promise<this>;
  progress(): Promise<JobProgress>;
  /** The run that tracks this job: parameters, metrics, artifacts. */
  run(): Promise<R>;
  /** Cancels and waits until the service has done it. */
  cancel(): Promise<void>;
  /** Downloads outputs and logs into a folder; answers the paths of the files. */
  download(dir: string, options?: { output?: string }): Promise<string[]>;
}
