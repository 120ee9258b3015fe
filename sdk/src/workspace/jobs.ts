import type { CommandJob } from '../arm/index.js';
import type { Paged } from '../arm/client/index.js';
import type { GivenParameters } from '../notebooks/index.js';
import type { Job, TrackedRun } from './job.js';

/** How to submit a notebook; everything has a default. */
export interface SubmitNotebookOptions {
  parameters?: GivenParameters;
  /** Name of a compute of the workspace; default: `cpu` or the only one there is. */
  compute?: string;
  /** Default: the notebook's name. */
  experiment?: string;
  /** Name of the job, unique in the workspace; default: a new one. */
  name?: string;
  /** Default: the notebook's name. */
  displayName?: string;
  description?: string;
  /** `name`, `name:version`, `name@label` or an ARM id; default: the workspace's `carry-notebook`. */
  environment?: string;
  environmentVariables?: Record<string, string>;
  tags?: Record<string, string>;
  /** Seconds after which the job is stopped; default: the service's. */
  timeout?: number;
  /** Told what is happening: one line per step, and per uploaded file. */
  onProgress?: (event: { step: string; done?: number; of?: number }) => void;
}

/** A command job to create: Azure ML's fields, and shorter ways to say some of them. */
export interface JobCreate extends Partial<Omit<CommandJob, 'jobType'>> {
  command: string;
  /** Folder that becomes the job's working folder; uploaded. */
  code?: string;
  compute?: string;
  environment?: string;
  experiment?: string;
}

/** Which jobs to list, newest first. */
export interface JobListOptions {
  experiment?: string;
  /** At most so many in all. */
  limit?: number;
}

/** The jobs of a workspace. */
export declare class Jobs<R extends TrackedRun = TrackedRun> {
  /**
   * Submits a notebook with its folder as a job.
   *
   * @example const job = await ws.jobs.submitNotebook('adder.ipynb', { parameters: { digits: 2 } });
   * @throws CarryError `NotebookNotFound`, `ParameterUnknown`, `ParameterInvalid`, `SnapshotTooLarge`, …
   */
  submitNotebook(path: string, options?: SubmitNotebookOptions): Promise<Job<R>>;
  /** Creates a command job. */
  create(job: JobCreate, name?: string): Promise<Job<R>>;
  list(options?: JobListOptions): Paged<Job<R>>;
  get(name: string): Promise<Job<R>>;
  cancel(name: string): Promise<void>;
  download(name: string, dir: string, options?: { output?: string }): Promise<string[]>;
}
