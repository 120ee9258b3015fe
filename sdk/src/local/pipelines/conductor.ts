import { isTerminal, type CommandJob, type PipelineJob } from '../../arm/job.js';
import { CarryError } from '../../error.js';
import type { Runner } from '../jobs/runner.js';
import type { JobStore, StoredJob } from '../store/jobs.js';
import type { VersionedStore } from '../store/versioned-store.js';
import { findComponent } from './component.js';
import { graphOf, orderOf } from './graph.js';
import { planSteps } from './plan.js';
import { progressOf } from './progress.js';
import { readSteps } from './step.js';

export interface ConductorDeps {
  jobs: JobStore;
  runner: Pick<Runner, 'cancel' | 'wake'>;
  components: VersionedStore;
  /** Makes the MLflow run that has the job's name. */
  startRun: (job: StoredJob) => void;
  endRun: (job: string, status: 'FINISHED' | 'FAILED' | 'KILLED', at: number) => void;
  /** Adds a line to the log of a pipeline. */
  say: (pipeline: string, line: string) => void;
  now: () => number;
  newId: () => string;
}

/** A pipeline as it was submitted. */
export interface NewPipeline {
  name: string;
  properties: PipelineJob;
  by: string;
}

/** Checks the command job of a step against the workspace. */
export type CheckCommand = (name: string, job: CommandJob) => StoredJob;

const runStatus = { Completed: 'FINISHED', Failed: 'FAILED', Canceled: 'KILLED' } as const;

/**
 * Leads pipelines. Their steps are jobs of the workspace, all stored with the pipeline before the first one starts; what is to be done
 * next is read from the states of these jobs alone, so a restart loses nothing.
 */
export class Conductor {
  constructor(private readonly deps: ConductorDeps) {}

  /** Takes a pipeline in and starts what it can start; refuses one that could not run to its end. */
  create({ name, properties, by }: NewPipeline, check: CheckCommand): StoredJob {
    const { jobs, now, newId } = this.deps;
    const asked = readSteps(properties.jobs);
    orderOf(graphOf(asked));
    const steps = asked.map(step => ({
      ...step,
      component: findComponent(step.componentId, step.name, this.deps.components),
      job: newId()
    }));
    const at = now();
    const pipeline: StoredJob = {
      name,
      properties: { ...properties, isArchived: false },
      status: 'Running',
      compute: '',
      experiment: properties.experimentName || 'Default',
      createdBy: by,
      createdAt: at,
      mark: newId()
    };
    const children = planSteps({ name, properties }, steps).map((job, i): StoredJob => {
      const { name: step, job: child } = steps[i] ?? { name: '', job: '' };
      return {
        ...inStep(step, () => check(child, job)),
        status: 'NotStarted',
        parent: { job: name, step }
      };
    });
    jobs.insertFamily(pipeline, children);
    this.advance(name);
    return jobs.get(name) ?? pipeline;
  }

  /** Takes up the pipelines that an earlier server left. */
  recover(): void {
    for (const { name, status } of this.deps.jobs.parentsInState('Running', 'CancelRequested'))
      if (status === 'CancelRequested') this.cancel(name);
      else this.advance(name);
  }

  /**
   * Stops a pipeline with all of its steps, or a step that has not started. False for every other job: that one is the runner's.
   */
  cancel(name: string): boolean {
    const { jobs, runner } = this.deps;
    const job = jobs.get(name);
    if (!job) return false;
    if (job.status === 'NotStarted' && job.parent) {
      if (this.skip(job, 'it was canceled')) this.advance(job.parent.job);
      return true;
    }
    if (job.compute !== '') return false;
    if (jobs.move(name, 'CancelRequested')) this.deps.say(name, 'Asked to cancel.');
    this.advance(name);
    for (const child of jobs.childrenOf(name))
      if (!isTerminal(child.status)) runner.cancel(child.name);
    return true;
  }

  /** Goes on with the pipeline that a job is a step of, now that the job has ended. */
  settled(name: string): void {
    const job = this.deps.jobs.get(name);
    if (!job?.parent) return;
    this.deps.say(job.parent.job, `The step '${job.parent.step}' is ${job.status}.`);
    this.advance(job.parent.job);
  }

  /** Does what the states of a pipeline's steps ask for: starts, skips, ends. */
  advance(name: string): void {
    const { jobs, now } = this.deps;
    const pipeline = jobs.get(name);
    if (!pipeline || isTerminal(pipeline.status)) return;
    this.begin(pipeline);
    const properties = pipeline.properties as PipelineJob;
    const children = new Map(jobs.childrenOf(name).map(job => [job.parent?.step ?? '', job]));
    const states = new Map([...children].map(([step, job]) => [step, job.status]));
    const { start, skip, outcome, failed } = progressOf(
      graphOf(readSteps(properties.jobs)),
      states,
      { goOn: goesOn(properties), stopping: pipeline.status === 'CancelRequested' }
    );
    for (const { step, because } of skip) {
      const job = children.get(step);
      if (job) this.skip(job, because);
    }
    for (const step of start) {
      const job = children.get(step);
      if (job) this.start(job);
    }
    if (!outcome) {
      this.deps.runner.wake();
      return;
    }
    const broken = failed === undefined ? undefined : children.get(failed);
    const error = broken && { code: 'StepFailed', message: failure(broken) };
    this.deps.endRun(name, runStatus[outcome], now());
    if (jobs.move(name, outcome, { endedAt: now(), error }))
      this.deps.say(name, `The pipeline is ${outcome}.${error ? ` ${error.message}` : ''}`);
  }

  /** Makes the run of a pipeline, once; a server that died before it leaves it to the next. */
  private begin(pipeline: StoredJob): void {
    if (pipeline.startedAt !== undefined) return;
    this.deps.startRun(pipeline);
    this.deps.jobs.begin(pipeline.name, pipeline.createdAt);
  }

  private start(job: StoredJob): void {
    // The run first: a step that is queued always has one.
    this.deps.startRun({ ...job, createdAt: this.deps.now() });
    if (this.deps.jobs.move(job.name, 'Queued') && job.parent)
      this.deps.say(job.parent.job, `The step '${job.parent.step}' starts as job ${job.name}.`);
  }

  private skip(job: StoredJob, because: string): boolean {
    const { step = '', job: pipeline = '' } = job.parent ?? {};
    const message = `The step '${step}' was not started: ${because}.`;
    const skipped = this.deps.jobs.move(job.name, 'Canceled', {
      endedAt: this.deps.now(),
      error: { code: 'StepSkipped', message }
    });
    if (skipped) this.deps.say(pipeline, message);
    return skipped;
  }
}

/** Azure's own clients write this setting in snake case, others as the contract's fields are written. */
function goesOn({ settings }: PipelineJob): boolean {
  const given = settings?.continue_on_step_failure ?? settings?.continueOnStepFailure;
  return String(given).toLowerCase() === 'true';
}

function failure(job: StoredJob): string {
  const step = `The step '${job.parent?.step ?? ''}' (job ${job.name})`;
  if (job.status === 'Canceled' && job.error?.code !== 'StepSkipped')
    return `${step} was canceled.`;
  return `${step} ${job.status === 'Failed' ? 'failed' : 'did not run'}: ${job.error?.message ?? 'it gave no reason.'}`;
}

/** What is wrong with a step's job is said of that step. */
function inStep<T>(step: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CarryError)) throw error;
    const { code, status, message, target } = error;
    throw new CarryError(code, status, `The step '${step}' cannot run: ${message}`, {
      target,
      cause: error
    });
  }
}
