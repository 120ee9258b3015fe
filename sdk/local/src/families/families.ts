import { isTerminal } from 'carry-ml/arm';
import type { Runner } from '../jobs/runner.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { failureOf } from './family-failures.js';

/** The terminal state of a job whose children do the work. */
export type Outcome = 'Completed' | 'Failed' | 'Canceled';

/**
 * Decides the next action for the children of one type of job. It uses only stored facts, mainly the states of the children, so that a
 * restarted server continues in the same way.
 */
export interface Coordinator {
  /** The word for a child in messages: `step`, `trial`. */
  noun: string;
  /** The word for a job of the type in its log, if it is not the type's name. */
  title?: string;
  /** Starts, skips and ends jobs as the states of the children require. Called whenever one of them may have changed. */
  advance: (parent: StoredJob) => void;
}

export interface FamilyDeps {
  jobs: JobStore;
  runner: Pick<Runner, 'cancel' | 'wake'>;
  /** Creates the MLflow run that has the job's name. */
  startRun: (job: StoredJob) => void;
  /** Registers the outputs of a job that completes; `writer` is the job that wrote them, if it is another. */
  register: (job: StoredJob, writer?: string) => void;
  endRun: (job: string, status: 'FINISHED' | 'FAILED' | 'KILLED', at: number) => void;
  /** Adds a line to the log of a job that has children. */
  writeLog: (parent: string, line: string) => void;
  /** Called with every job that has ended, whether the runner or the families ended it. */
  onEnded: (job: string) => void;
  now: () => number;
  report: (error: unknown, job: string) => void;
}

const runStatus = { Completed: 'FINISHED', Failed: 'FAILED', Canceled: 'KILLED' } as const;

/**
 * The lifecycle (start, cancel, end) of jobs whose children do the work, of any type and depth. The coordinator of a job's type decides
 * which child is next.
 */
export class Families {
  private readonly coordinators = new Map<string, Coordinator>();
  private readonly tasks = new Map<string, Promise<void>>();
  private closed = false;

  constructor(private readonly deps: FamilyDeps) {}

  /** Registers the coordinator of jobs of a type. */
  setCoordinator(jobType: string, coordinator: Coordinator): void {
    this.coordinators.set(jobType, coordinator);
  }

  /** Stores a job with all its descendants in one transaction, and starts it. */
  create(job: StoredJob, descendants: StoredJob[]): void {
    this.deps.jobs.insertFamily(job, descendants);
    this.advance(job.name);
  }

  /** Resumes the jobs that an earlier server left active. */
  recover(): void {
    for (const { name, status } of this.deps.jobs.parentsInState('Running', 'CancelRequested'))
      if (status === 'CancelRequested') this.cancel(name);
      else this.advance(name);
  }

  /** Waits for the background work, and starts no more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.tasks.values());
  }

  /**
   * Cancels a job with all of its children, or a child that has not started. Returns false for every other job: the runner cancels it.
   */
  cancel(name: string): boolean {
    const { jobs, runner } = this.deps;
    const job = jobs.get(name);
    if (!job) return false;
    if (job.status === 'NotStarted' && job.parent) {
      if (this.skip(job, 'it was canceled')) this.advance(job.parent.job);
      return true;
    }
    if (!isParent(job)) return false;
    if (jobs.move(name, 'CancelRequested')) this.deps.writeLog(name, 'Cancellation requested.');
    this.advance(name);
    for (const child of jobs.childrenOf(name))
      if (!isTerminal(child.status) && !this.cancel(child.name)) runner.cancel(child.name);
    return true;
  }

  /** Advances the parent of a job that has ended. */
  settled(name: string): void {
    this.deps.onEnded(name);
    const job = this.deps.jobs.get(name);
    if (!job?.parent) return;
    const why = job.error ? ` ${job.error.message}` : '';
    this.deps.writeLog(job.parent.job, `${this.titleOf(job)} is ${job.status}.${why}`);
    this.advance(job.parent.job);
  }

  /** Lets the coordinator of a job take the next action. */
  advance(name: string): void {
    const parent = this.deps.jobs.get(name);
    if (this.closed || !parent || isTerminal(parent.status)) return;
    this.begin(parent);
    this.coordinators.get(parent.properties.jobType)?.advance(parent);
    this.deps.runner.wake();
  }

  /** Starts a stored child: queues a command for the runner, and advances a job with children. */
  start(child: StoredJob): void {
    const { jobs, now } = this.deps;
    const log = () => {
      if (child.parent)
        this.deps.writeLog(child.parent.job, `${this.titleOf(child)} starts as job ${child.name}.`);
    };
    if (isParent(child)) {
      if (jobs.move(child.name, 'Running')) log();
      this.advance(child.name);
      return;
    }
    // The run is created first, so that a queued job always has one.
    this.deps.startRun({ ...child, createdAt: now() });
    if (jobs.move(child.name, 'Queued')) log();
  }

  /** Completes a child without running it, with the outputs of an earlier job that ran the same command with the same inputs. */
  completeByReuse(child: StoredJob, before: string): void {
    const { jobs, now, writeLog } = this.deps;
    this.deps.startRun({ ...child, createdAt: now() });
    this.deps.register(child, before);
    this.deps.endRun(child.name, 'FINISHED', now());
    const facts = { 'azureml.isreused': 'true', 'azureml.reusedrunid': before };
    if (!jobs.complete(child.name, now(), facts)) return;
    this.deps.onEnded(child.name);
    if (child.parent)
      writeLog(
        child.parent.job,
        `${this.titleOf(child)} reuses the outputs of job ${before}, which had the same command and inputs.`
      );
  }

  /** Cancels a child that has not started, with all its descendants. */
  skip(child: StoredJob, because: string): boolean {
    const { jobs, now } = this.deps;
    const error = failureOf('StepSkipped', { child: this.titleOf(child), because });
    // Descendants first: after a crash in between, the next server finds them through the child, which still waits.
    for (const below of jobs.childrenOf(child.name)) this.skip(below, because);
    const skipped = jobs.move(child.name, 'Canceled', { endedAt: now(), error });
    if (!skipped) return false;
    this.deps.onEnded(child.name);
    if (child.parent) this.deps.writeLog(child.parent.job, error.message);
    return true;
  }

  /** Ends a job whose children have ended, and advances its own parent. */
  end(name: string, outcome: Outcome, error?: StoredJob['error']): void {
    const { jobs, now, writeLog, register } = this.deps;
    const ending = jobs.get(name);
    if (ending && outcome === 'Completed') register(ending);
    this.deps.endRun(name, runStatus[outcome], now());
    if (!jobs.move(name, outcome, { endedAt: now(), error })) return;
    writeLog(name, `The ${this.typeOf(name)} is ${outcome}.${error ? ` ${error.message}` : ''}`);
    this.settled(name);
  }

  /** Runs a task in the background, unless one with the same key is running. */
  runInBackground(key: string, task: () => Promise<void>): void {
    if (this.closed || this.tasks.has(key)) return;
    const done = task()
      .catch((error: unknown) => {
        this.deps.report(error, key);
      })
      .finally(() => this.tasks.delete(key));
    this.tasks.set(key, done);
  }

  /** The name of a child in messages and logs. */
  private titleOf({ parent, name }: StoredJob): string {
    const type = parent && this.deps.jobs.get(parent.job)?.properties.jobType;
    return type === undefined
      ? `The job '${name}'`
      : `The ${this.coordinators.get(type)?.noun ?? 'job'} '${parent?.step ?? name}'`;
  }

  private typeOf(name: string): string {
    const type = this.deps.jobs.get(name)?.properties.jobType ?? 'job';
    return this.coordinators.get(type)?.title ?? type.toLowerCase();
  }

  /** Creates the run of a job, once; if the server crashed before that, the next one creates it. */
  private begin(parent: StoredJob): void {
    if (parent.startedAt !== undefined) return;
    const at = parent.parent ? this.deps.now() : parent.createdAt;
    this.deps.startRun({ ...parent, createdAt: at });
    this.deps.jobs.begin(parent.name, at);
  }
}

/** Whether a job needs no slot of a compute, because its children do the work. */
export function isParent(job: StoredJob): boolean {
  return job.compute === '';
}
