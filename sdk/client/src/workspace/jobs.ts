import type { CommandJob, JobResource } from '../arm/index.js';
import type { Paged } from '../arm/client/index.js';
import { notebookJob, type GivenParameters } from '../notebooks/index.js';
import { uploadCode } from './code.js';
import type { Computes } from './computes.js';
import type { Environments } from './environments.js';
import { Job, JOBS_API_VERSION, type JobAccess, type TrackedRun } from './job.js';
import { newJobName, plainName } from './job-name.js';
import { localFiles } from './local-files.js';

/** How to submit a notebook; everything has a default. */
export interface SubmitNotebookOptions {
  parameters?: GivenParameters;
  /** Values that a person typed, such as `-p name=value`: read by the type of each parameter. */
  parameterTexts?: Readonly<Record<string, string>>;
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
export interface JobCreate extends Partial<CommandJob> {
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

/** What jobs are made through. */
export interface JobsAccess<R extends TrackedRun> extends JobAccess<R> {
  computes: Computes;
  environments: Environments;
}

/** The jobs of a workspace. */
export class Jobs<R extends TrackedRun = TrackedRun> {
  readonly #access: JobsAccess<R>;

  constructor(access: JobsAccess<R>) {
    this.#access = access;
  }

  /**
   * Submits a notebook with its folder as a job.
   *
   * @example const job = await ws.jobs.submitNotebook('adder.ipynb', { parameters: { digits: 2 } });
   * @throws CarryError `NotebookNotFound`, `ParameterUnknown`, `ParameterInvalid`, `SnapshotTooLarge`, …
   */
  async submitNotebook(path: string, options: SubmitNotebookOptions = {}): Promise<Job<R>> {
    const { onProgress = () => undefined, timeout } = options;
    onProgress({ step: 'Reading the notebook and its folder' });
    // Whatever is wrong with the notebook, a parameter or the compute is said before anything is uploaded.
    const [notebook, computeId, environmentId] = await Promise.all([
      notebookJob(path, {
        parameters: options.parameters,
        parameterTexts: options.parameterTexts
      }),
      this.computeId(options.compute),
      this.#access.environments.idOf(options.environment)
    ]);
    const { files } = notebook.snapshot;
    onProgress({ step: 'Uploading', done: 0, of: files.length });
    const codeId = await uploadCode(this.#access.arm, files, (done, of) => {
      onProgress({ step: 'Uploading', done, of });
    });
    onProgress({ step: 'Creating the job' });
    const { displayName, command, properties, environmentVariables } = notebook;
    const job: CommandJob = {
      jobType: 'Command',
      command,
      codeId,
      environmentId,
      computeId,
      displayName: options.displayName ?? displayName,
      description: options.description,
      experimentName: options.experiment ?? plainName(displayName, 'notebooks'),
      environmentVariables: { ...options.environmentVariables, ...environmentVariables },
      properties,
      tags: options.tags,
      limits: limitsOf(timeout)
    };
    return this.put(options.name ?? newJobName(displayName), job);
  }

  /**
   * Creates a command job.
   *
   * @example await ws.jobs.create({ command: 'python train.py', code: 'src', environment: 'carry-notebook' });
   */
  async create(job: JobCreate, name?: string): Promise<Job<R>> {
    const { code, compute, environment, experiment, ...fields } = job;
    const [computeId, environmentId] = await Promise.all([
      fields.computeId ?? this.computeId(compute),
      fields.environmentId ?? this.#access.environments.idOf(environment)
    ]);
    const codeId = code
      ? await uploadCode(this.#access.arm, (await localFiles(code)).files)
      : fields.codeId;
    return this.put(name ?? newJobName(job.displayName ?? 'job'), {
      ...fields,
      jobType: 'Command',
      command: job.command,
      codeId,
      computeId,
      environmentId,
      experimentName: experiment ?? fields.experimentName
    });
  }

  /** The jobs, newest first. */
  list(options: JobListOptions = {}): Paged<Job<R>> {
    const { experiment, limit } = options;
    return this.#access.arm
      .list<JobResource>('/jobs', {
        query: { listViewType: 'ActiveOnly' },
        apiVersion: JOBS_API_VERSION
      })
      .map(
        resource =>
          experiment === undefined || resource.properties.experimentName === experiment
            ? this.jobOf(resource)
            : undefined,
        limit
      );
  }

  /** @throws CarryError with the service's code when there is none of that name */
  async get(name: string): Promise<Job<R>> {
    const send = { apiVersion: JOBS_API_VERSION };
    return this.jobOf(await this.#access.arm.read(`/jobs/${encodeURIComponent(name)}`, send));
  }

  /** Cancels and waits until the service has done it. */
  async cancel(name: string): Promise<void> {
    await (await this.get(name)).cancel();
  }

  /** Downloads outputs and logs of a job into a folder; answers the paths of the files. */
  async download(name: string, dir: string, options: { output?: string } = {}): Promise<string[]> {
    return (await this.get(name)).download(dir, options);
  }

  private async put(name: string, job: CommandJob): Promise<Job<R>> {
    const path = `/jobs/${encodeURIComponent(name)}`;
    return this.jobOf(
      await this.#access.arm.put<JobResource>(path, job, { apiVersion: JOBS_API_VERSION })
    );
  }

  private jobOf(resource: JobResource): Job<R> {
    return new Job(this.#access, resource);
  }

  private async computeId(name: string | undefined): Promise<string | undefined> {
    const { computes } = this.#access;
    return (name === undefined ? await computes.usual() : await computes.get(name))?.id;
  }
}

function limitsOf(seconds: number | undefined): CommandJob['limits'] {
  return seconds === undefined
    ? undefined
    : { jobLimitsType: 'Command', timeout: `PT${Math.ceil(seconds)}S` };
}
