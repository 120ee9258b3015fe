import { fail } from '../../arm/errors.js';
import { isTerminal, type CommandJob, type JobBase, type PipelineJob } from '../../arm/job.js';
import { parseAssetReference } from '../../arm/resource-id.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import type { VersionedStore } from '../store/versioned-store.js';
import { tidy } from '../resources/tidy.js';
import type { Compute } from './compute.js';
import { isoDuration } from './iso-duration.js';
import type { Runner } from './runner.js';
import type { Conductor } from '../pipelines/conductor.js';

export interface SubmissionDeps {
  jobs: JobStore;
  runner: Runner;
  conductor: Conductor;
  environments: VersionedStore;
  codes: VersionedStore;
  computes: () => Compute[];
  /** Makes the MLflow run that has the job's name. */
  startRun: (job: StoredJob) => void;
  now: () => number;
  newId: () => string;
}

/** What a user may still change of a job that exists. */
const changeable = [
  'displayName',
  'description',
  'tags',
  'isArchived',
  'properties',
  'notificationSetting'
] as const;
const DEFAULT_COMPUTE = 'cpu';

/** Takes jobs in: checks them against the workspace, gives them a run, hands them to the runner. */
export class Submissions {
  constructor(private readonly deps: SubmissionDeps) {}

  get(name: string): StoredJob | undefined {
    return this.deps.jobs.get(name);
  }

  list(query: Parameters<JobStore['list']>[0]): StoredJob[] {
    return this.deps.jobs.list(query);
  }

  cancel(name: string): void {
    if (!this.deps.conductor.cancel(name)) this.deps.runner.cancel(name);
  }

  delete(name: string): void {
    const parent = this.deps.jobs.get(name)?.parent;
    if (parent)
      throw fail('Conflict', {
        message: `The job '${name}' is the step '${parent.step}' of the job '${parent.job}'. Delete that one; its steps go with it.`
      });
    this.deps.jobs.delete(name);
  }

  /** Creates the job, or changes the names, tags and archive flag of one that exists. */
  put(name: string, given: JobBase, by: string): { job: StoredJob; created: boolean } {
    const before = this.deps.jobs.get(name);
    if (before) return { job: this.change(name, given), created: false };
    const job = this.accept(name, tidy(given), by);
    this.deps.runner.wake();
    return { job: this.deps.jobs.get(name) ?? job, created: true };
  }

  private accept(name: string, given: JobBase, by: string): StoredJob {
    if (isPipeline(given)) {
      if (given.computeId) this.compute(given.computeId);
      return this.deps.conductor.create({ name, properties: given, by }, (step, job) =>
        this.check(step, job, by)
      );
    }
    const job = this.check(name, given, by);
    this.deps.jobs.insert(job);
    this.deps.startRun(job);
    return job;
  }

  /** Changes what may change of a job that exists, and leaves the rest as it is. */
  change(name: string, asked: Partial<JobBase>): StoredJob {
    const before = this.deps.jobs.get(name);
    if (!before) throw fail('ResourceNotFound', { type: 'job', name });
    const given = tidy(asked);
    const properties = { ...before.properties };
    for (const key of changeable)
      if (given[key] !== undefined) Object.assign(properties, { [key]: given[key] });
    if (given.isArchived && !isTerminal(before.status))
      throw fail('Conflict', {
        message: `The job '${before.name}' is ${before.status}. It can be archived when it has ended.`
      });
    this.deps.jobs.update(before.name, properties);
    return { ...before, properties };
  }

  private check(name: string, given: JobBase, by: string): StoredJob {
    if (!isCommand(given))
      throw fail('NotImplemented', { operation: `a job of type ${given.jobType}` });
    if (!given.command || !given.environmentId)
      throw fail('ValidationError', {
        message: 'A command job needs both a command and an environmentId.'
      });
    const timeout = given.limits?.timeout;
    if (timeout && isoDuration(timeout) === undefined)
      throw fail('ValidationError', {
        message: `limits.timeout is '${timeout}'; it must be an ISO 8601 duration such as PT1H.`
      });
    this.checkCode(given.codeId);
    return {
      name,
      properties: {
        ...given,
        environmentId: this.environment(given.environmentId),
        isArchived: false
      },
      status: 'Queued',
      compute: this.compute(given.computeId),
      experiment: given.experimentName || 'Default',
      createdBy: by,
      createdAt: this.deps.now(),
      mark: this.deps.newId()
    };
  }

  private compute(id: string | null | undefined): string {
    const name = id ? (id.split('/').at(-1) ?? id).replace(/^azureml:/, '') : DEFAULT_COMPUTE;
    const known = this.deps.computes().map(c => c.name);
    if (known.includes(name)) return name;
    throw fail('UserError', {
      message: `Unknown compute '${name}'. This workspace has: ${known.join(', ')}. Choose one of them.`
    });
  }

  private checkCode(id: string | null | undefined): void {
    if (!id) return;
    const reference = parseAssetReference(id, 'codes');
    if (!reference?.version || !this.deps.codes.version(reference.name, reference.version))
      throw fail('UserError', {
        message: `The code '${id}' is not in this workspace. Upload it before the job.`
      });
  }

  /** The environment's id with the version that a label such as `@latest` stands for today. */
  private environment(id: string): string {
    // Images of shared registries are accepted by name: here every job runs on this machine's own Python and Node.
    if (id.startsWith('azureml://registries/')) return id;
    const reference = parseAssetReference(id, 'environments');
    const container = reference && this.deps.environments.container(reference.name);
    const version = reference?.version ?? container?.latestVersion;
    if (!reference || !version || !this.deps.environments.version(reference.name, version))
      throw fail('UserError', {
        message: `Unknown environment '${id}'. Create it first, or use 'azureml:carry-notebook@latest', which every workspace of Carry has.`
      });
    return reference.version
      ? id
      : id.replace(
          /(@\w+|\/labels\/\w+)?$/,
          id.startsWith('azureml:') ? `:${version}` : `/versions/${version}`
        );
  }
}

function isCommand(job: JobBase): job is CommandJob {
  return job.jobType === 'Command';
}

function isPipeline(job: JobBase): job is PipelineJob {
  return job.jobType === 'Pipeline';
}
