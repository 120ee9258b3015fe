import type { CommandJob, JobResource, PipelineJob, SweepJob } from '../arm/index.js';
import type { Paged, RequestOptions } from '../arm/client/index.js';
import {
  notebookJob,
  type DataInput,
  type EnvironmentContent,
  type GivenParameters,
  type NotebookSweep,
  type ParameterValue,
  type PipelineSteps
} from '../notebooks/index.js';
import { uploadCode } from './code.js';
import type { Computes } from './computes.js';
import type { DataAssets } from './data.js';
import type { Environments } from './environments.js';
import { Job, JOBS_API_VERSION, type JobAccess, type TrackedRun } from './job.js';
import { definitionOf } from './job-definition.js';
import { newJobName } from './job-name.js';
import type { DownloadOptions } from './job-download.js';
import { localFiles } from './local-files.js';
import { notebookDefinition } from './notebook-definition.js';
import { rerunVariables } from './rerun-variables.js';
import { pipelineJob, type SubmitPipelineOptions } from './submit-pipeline.js';

/** Options of submitting a notebook; all have defaults. */
export interface SubmitNotebookOptions extends RequestOptions {
  /** Values of the notebook's parameters. */
  parameters?: GivenParameters;
  /** Values as text, such as `-p name=value` of the command line; converted to the type of each parameter. */
  parameterTexts?: Readonly<Record<string, string>>;
  /** Name of a compute of the workspace; default: the only one, or `cpu`. */
  compute?: string;
  /** Default: the notebook's name. */
  experiment?: string;
  /** Name of the job, unique in the workspace; default: a new one. */
  name?: string;
  /** Default: the notebook's name. */
  displayName?: string;
  description?: string;
  /** `name`, `name:version`, `name@label`, an ARM id, or the content of one; default: the workspace's `carry-notebook`. */
  environment?: string | EnvironmentContent;
  environmentVariables?: Record<string, string>;
  /** Names of secrets of the workspace by the variable that gets the value; the job asks for it when it runs. */
  secrets?: Record<string, string>;
  tags?: Record<string, string>;
  /** Seconds after which the job is stopped, or each run of a sweep; default: the service's. */
  timeout?: number;
  /** How often a notebook that fails is run again in its job, from its first cell; default: not at all. */
  retries?: number;
  /** Data assets by the parameter that gets the path of the data: `name`, `name:version`, or a `DataInput`. */
  data?: Readonly<Record<string, string | DataInput>>;
  /** Several values for some parameters: the job is a sweep job, with a run for each combination. */
  sweep?: NotebookSweep;
  /** Called at each step and after each uploaded file. */
  onProgress?: (event: { step: string; done?: number; of?: number }) => void;
}

/** A command job to create: the fields of Azure ML's REST API, and shorter names for some of them. */
export interface JobCreate extends Partial<CommandJob> {
  command: string;
  /** Local folder to upload as the job's working folder. */
  code?: string;
  /** Name of a compute; default: the only one, or `cpu`. */
  compute?: string;
  /** `name`, `name:version`, `name@label` or an ARM id; default: the workspace's `carry-notebook`. */
  environment?: string;
  experiment?: string;
}

/** What is different when a job is submitted again. */
export interface RerunOptions extends RequestOptions {
  /** Other values of some parameters of its notebook. The names are not checked, since the notebook is not read. */
  parameters?: Readonly<Record<string, ParameterValue>>;
  /** Name of a compute of the workspace. */
  compute?: string;
  experiment?: string;
  displayName?: string;
}

/** Options of listing jobs. */
export interface JobListOptions extends RequestOptions {
  /** Name of an experiment; default: all. */
  experiment?: string;
  /** Maximum number of jobs. */
  limit?: number;
}

/** The services that jobs are created with. */
export interface JobsAccess<R extends TrackedRun> extends JobAccess<R> {
  computes: Computes;
  data: Pick<DataAssets, 'input'>;
  environments: Environments;
}

/** The jobs of a workspace. */
export class Jobs<R extends TrackedRun = TrackedRun> {
  readonly #access: JobsAccess<R>;

  constructor(access: JobsAccess<R>) {
    this.#access = access;
  }

  /**
   * Submits a notebook and its folder as a job.
   *
   * @example const job = await ws.jobs.submitNotebook('adder.ipynb', { parameters: { digits: 2 } });
   * @example await ws.jobs.submitNotebook('adder.ipynb', { sweep: { values: { digits: [2, 3] }, metric: 'loss' } });
   * @throws CarryError `NotebookNotFound`, `ParameterUnknown`, `ParameterInvalid`, `SnapshotTooLarge`, …
   */
  async submitNotebook(path: string, options: SubmitNotebookOptions = {}): Promise<Job<R>> {
    const { onProgress = () => undefined, signal } = options;
    onProgress({ step: 'Reading the notebook and its folder' });
    // Errors of the notebook, its parameters or the compute are raised before anything is uploaded.
    const data = await this.dataInputs(options.data, { signal });
    const [notebook, computeId, environmentId] = await Promise.all([
      notebookJob(path, {
        data,
        retries: options.retries,
        parameters: options.parameters,
        parameterTexts: options.parameterTexts,
        environmentVariables: options.environmentVariables,
        secrets: options.secrets,
        sweep: options.sweep
      }),
      this.computeId(options.compute, { signal }),
      this.#access.environments.idOf(options.environment, { signal })
    ]);
    const { files } = notebook.snapshot;
    onProgress({ step: 'Uploading', done: 0, of: files.length });
    const codeId = await uploadCode(this.#access.arm, files, {
      signal,
      onFile: (done, of) => {
        onProgress({ step: 'Uploading', done, of });
      }
    });
    onProgress({ step: 'Creating the job' });
    const job = notebookDefinition(notebook, { codeId, environmentId, computeId }, options);
    return this.put(options.name ?? newJobName(notebook.displayName), job, { signal });
  }

  /**
   * Submits notebooks and scripts as one pipeline job. A parameter of a step gets the path of a folder that the step writes
   * (`outputs`), or of one that an earlier step has written (`inputs`).
   *
   * @example
   * await ws.jobs.submitPipeline({
   *   prepare: { path: 'prepare.ipynb', parameters: { rows: 1000 }, outputs: ['out_dir'] },
   *   train: { path: 'train.py', inputs: { data_dir: 'prepare.out_dir' } }
   * });
   * @throws CarryError `PipelineInvalid`, and as `submitNotebook` does
   */
  async submitPipeline(steps: PipelineSteps, options: SubmitPipelineOptions = {}): Promise<Job<R>> {
    const { signal } = options;
    const resources = {
      computeId: (name: string | undefined) => this.computeId(name, { signal }),
      environmentId: (name: string | undefined) => this.#access.environments.idOf(name, { signal })
    };
    const job = await pipelineJob(this.#access.arm, steps, resources, options);
    return this.put(options.name ?? newJobName(job.displayName), job, { signal });
  }

  /**
   * Creates a command job; the name is generated by default.
   *
   * @example await ws.jobs.create({ command: 'python train.py', code: 'src', environment: 'carry-notebook' });
   */
  async create(job: JobCreate, name?: string, options: RequestOptions = {}): Promise<Job<R>> {
    const { code, compute, environment, experiment, ...fields } = job;
    const [computeId, environmentId] = await Promise.all([
      fields.computeId ?? this.computeId(compute, options),
      fields.environmentId ?? this.#access.environments.idOf(environment, options)
    ]);
    const codeId = code
      ? await uploadCode(this.#access.arm, (await localFiles(code)).files, options)
      : fields.codeId;
    const command: CommandJob = {
      ...fields,
      jobType: 'Command',
      command: job.command,
      codeId,
      computeId,
      environmentId,
      experimentName: experiment ?? fields.experimentName
    };
    return this.put(name ?? newJobName(job.displayName ?? 'job'), command, options);
  }

  /**
   * Submits a job again under a new name: the same files, environment and, unless others are given, parameters and compute.
   *
   * @example const again = await ws.jobs.rerun('adder_20261129_0851_t1im5v', { parameters: { digits: 4 } });
   * @throws CarryError `ParametersNotChangeable`, or with the service's code and status 404 if there is no job of that name
   */
  async rerun(name: string, options: RerunOptions = {}): Promise<Job<R>> {
    const { parameters = {}, compute, experiment, displayName, signal } = options;
    const { spec } = await this.get(name, { signal });
    const job = {
      ...definitionOf(spec.resource.properties),
      ...(compute !== undefined && { computeId: await this.computeId(compute, { signal }) }),
      ...(experiment !== undefined && { experimentName: experiment }),
      ...(displayName !== undefined && { displayName })
    };
    if (Object.keys(parameters).length > 0) {
      job.environmentVariables = rerunVariables(spec, parameters);
    }
    return this.put(newJobName(displayName ?? spec.displayName), job, { signal });
  }

  /**
   * Lists the jobs, newest first.
   *
   * @example for await (const job of ws.jobs.list({ limit: 10 })) console.log(job.name, job.status);
   */
  list(options: JobListOptions = {}): Paged<Job<R>> {
    const { experiment, limit, signal } = options;
    return this.#access.arm
      .list<JobResource>('/jobs', {
        signal,
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

  /**
   * Returns a job.
   *
   * @throws CarryError with the service's code and status 404 if there is none of that name
   */
  async get(name: string, options: RequestOptions = {}): Promise<Job<R>> {
    const send = { ...options, apiVersion: JOBS_API_VERSION };
    return this.jobOf(await this.#access.arm.read(`/jobs/${encodeURIComponent(name)}`, send));
  }

  /** Cancels a job and waits until it is canceled. */
  async cancel(name: string, options: RequestOptions = {}): Promise<void> {
    await (await this.get(name, options)).cancel(options);
  }

  /**
   * Archives a job that has ended: the list leaves it out, and nothing of it is lost.
   *
   * @example await ws.jobs.archive('adder_20261129_0851_t1im5v');
   * @throws CarryError with the service's code and status 404 if there is none of that name
   */
  async archive(name: string, options: RequestOptions = {}): Promise<void> {
    await this.setArchived(name, true, options);
  }

  /**
   * Restores a job that was archived.
   *
   * @example await ws.jobs.restore('adder_20261129_0851_t1im5v');
   * @throws CarryError with the service's code and status 404 if there is none of that name
   */
  async restore(name: string, options: RequestOptions = {}): Promise<void> {
    await this.setArchived(name, false, options);
  }

  /**
   * Deletes a job that has ended, with its logs and outputs, and waits until it is gone. It cannot be restored.
   *
   * @example await ws.jobs.delete('adder_20261129_0851_t1im5v');
   * @throws CarryError with the service's code and status 404 if there is none of that name, 409 if it has not ended
   */
  async delete(name: string, options: RequestOptions = {}): Promise<void> {
    // The service reports success for an unknown name.
    const job = await this.get(name, options);
    const send = { ...options, method: 'DELETE', apiVersion: JOBS_API_VERSION } as const;
    await this.#access.arm.run(`/jobs/${encodeURIComponent(job.name)}`, send);
  }

  /**
   * Downloads all outputs and logs of a job, or one named output, into a folder; returns the paths of the files.
   *
   * @throws CarryError `OutputNotFound` (with the existing names)
   */
  async download(name: string, dir: string, options: DownloadOptions = {}): Promise<string[]> {
    const { signal } = options;
    return (await this.get(name, { signal })).download(dir, options);
  }

  private async setArchived(
    name: string,
    isArchived: boolean,
    options: RequestOptions
  ): Promise<void> {
    const { resource } = (await this.get(name, options)).spec;
    await this.put(name, { ...resource.properties, isArchived }, options);
  }

  private async put(
    name: string,
    job: CommandJob | PipelineJob | SweepJob,
    options: RequestOptions
  ): Promise<Job<R>> {
    const path = `/jobs/${encodeURIComponent(name)}`;
    const send = { ...options, apiVersion: JOBS_API_VERSION };
    return this.jobOf(await this.#access.arm.put<JobResource>(path, job, send));
  }

  private jobOf(resource: JobResource): Job<R> {
    return new Job(this.#access, resource);
  }

  private async dataInputs(
    given: Readonly<Record<string, string | DataInput>> = {},
    options: RequestOptions
  ): Promise<Record<string, DataInput>> {
    const inputs = Object.entries(given).map(async ([name, data]) => {
      const input = typeof data === 'string' ? await this.#access.data.input(data, options) : data;
      return [name, input] as const;
    });
    return Object.fromEntries(await Promise.all(inputs));
  }

  private async computeId(
    name: string | undefined,
    options: RequestOptions
  ): Promise<string | undefined> {
    const { computes } = this.#access;
    const compute =
      name === undefined ? await computes.usual(options) : await computes.get(name, options);
    return compute?.id;
  }
}
