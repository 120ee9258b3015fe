import { isTerminal } from 'carry-ml/arm';
import type { Runner } from '../jobs/runner.js';
import type { JobStore, StoredJob } from '../store/jobs.js';

/** How a job ends, whose children do the work. */
export type Outcome = 'Completed' | 'Failed' | 'Canceled';

/**
 * Leads the children of one type of job. What is to be done next is read from what is stored, above all from the states of the
 * children, so that a restarted server goes on as the old one would have.
 */
export interface Lead {
  /** What a child is called: a step, a trial. */
  noun: string;
  /** Does what the states of the children ask for: starts, skips, ends. Called whenever one of them may have changed. */
  advance: (parent: StoredJob) => void;
}

export interface FamilyDeps {
  jobs: JobStore;
  runner: Pick<Runner, 'cancel' | 'wake'>;
  /** Makes the MLflow run that has the job's name. */
  startRun: (job: StoredJob) => void;
  /** Registers the outputs of a job that ends well, which another may have written. */
  register: (job: StoredJob, writer?: string) => void;
  endRun: (job: string, status: 'FINISHED' | 'FAILED' | 'KILLED', at: number) => void;
  /** Adds a line to the log of a job that has children. */
  say: (parent: string, line: string) => void;
  /** Called with every job that has ended, whoever ended it. */
  onEnded: (job: string) => void;
  now: () => number;
  report: (error: unknown, job: string) => void;
}

const runStatus = { Completed: 'FINISHED', Failed: 'FAILED', Canceled: 'KILLED' } as const;

/**
 * The jobs whose children do the work, of whatever type and however deep: their lives from start over cancel to end. Which child is
 * next is the matter of the lead for their type.
 */
export class Families {
  private readonly leads = new Map<string, Lead>();
  private readonly works = new Map<string, Promise<void>>();
  private closed = false;

  constructor(private readonly deps: FamilyDeps) {}

  /** Names who leads jobs of a type. */
  lead(jobType: string, lead: Lead): void {
    this.leads.set(jobType, lead);
  }

  /** Stores a job with every job below it, all or none, and sets it going. */
  create(job: StoredJob, descendants: StoredJob[]): void {
    this.deps.jobs.insertFamily(job, descendants);
    this.advance(job.name);
  }

  /** Takes up the jobs that an earlier server left. */
  recover(): void {
    for (const { name, status } of this.deps.jobs.parentsInState('Running', 'CancelRequested'))
      if (status === 'CancelRequested') this.cancel(name);
      else this.advance(name);
  }

  /** Waits for what is done in the background; begins nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.works.values());
  }

  /**
   * Stops a job with all of its children, or a child that has not started. False for every other job: that one is the runner's.
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
    if (jobs.move(name, 'CancelRequested')) this.deps.say(name, 'Asked to cancel.');
    this.advance(name);
    for (const child of jobs.childrenOf(name))
      if (!isTerminal(child.status) && !this.cancel(child.name)) runner.cancel(child.name);
    return true;
  }

  /** Goes on with the family of a job that has ended. */
  settled(name: string): void {
    this.deps.onEnded(name);
    const job = this.deps.jobs.get(name);
    if (!job?.parent) return;
    const why = job.error ? ` ${job.error.message}` : '';
    this.deps.say(job.parent.job, `${this.titleOf(job)} is ${job.status}.${why}`);
    this.advance(job.parent.job);
  }

  /** Has the lead of a job do what is to be done next. */
  advance(name: string): void {
    const parent = this.deps.jobs.get(name);
    if (this.closed || !parent || isTerminal(parent.status)) return;
    this.begin(parent);
    this.leads.get(parent.properties.jobType)?.advance(parent);
    this.deps.runner.wake();
  }

  /** Starts a child that is stored: the runner takes a command up, a job with children goes on by itself. */
  start(child: StoredJob): void {
    const { jobs, now } = this.deps;
    const told = () => {
      if (child.parent)
        this.deps.say(child.parent.job, `${this.titleOf(child)} starts as job ${child.name}.`);
    };
    if (isParent(child)) {
      if (jobs.move(child.name, 'Running')) told();
      this.advance(child.name);
      return;
    }
    // The run first: a job that is queued always has one.
    this.deps.startRun({ ...child, createdAt: now() });
    if (jobs.move(child.name, 'Queued')) told();
  }

  /** Completes a child that need not run, because another job has done the same before it. */
  adopt(child: StoredJob, before: string): void {
    const { jobs, now, say } = this.deps;
    this.deps.startRun({ ...child, createdAt: now() });
    this.deps.register(child, before);
    this.deps.endRun(child.name, 'FINISHED', now());
    const facts = { 'azureml.isreused': 'true', 'azureml.reusedrunid': before };
    if (!jobs.complete(child.name, now(), facts)) return;
    this.deps.onEnded(child.name);
    if (child.parent)
      say(child.parent.job, `${this.titleOf(child)} is not run: job ${before} has done the same.`);
  }

  /** Gives up a child that has not started, with all below it. */
  skip(child: StoredJob, because: string): boolean {
    const { jobs, now } = this.deps;
    const message = `${this.titleOf(child)} was not started: ${because}.`;
    const error = { code: 'StepSkipped', message };
    // Those below first: a server that dies on the way finds them by the child, as long as that one waits.
    for (const below of jobs.childrenOf(child.name)) this.skip(below, because);
    const skipped = jobs.move(child.name, 'Canceled', { endedAt: now(), error });
    if (!skipped) return false;
    this.deps.onEnded(child.name);
    if (child.parent) this.deps.say(child.parent.job, message);
    return true;
  }

  /** Ends a job whose children have ended, and tells its own parent. */
  end(name: string, outcome: Outcome, error?: StoredJob['error']): void {
    const { jobs, now, say, register } = this.deps;
    const ending = jobs.get(name);
    if (ending && outcome === 'Completed') register(ending);
    this.deps.endRun(name, runStatus[outcome], now());
    if (!jobs.move(name, outcome, { endedAt: now(), error })) return;
    say(name, `The ${this.typeOf(name)} is ${outcome}.${error ? ` ${error.message}` : ''}`);
    this.settled(name);
  }

  /** Does in the background what takes time; what goes on under the same key already is not begun again. */
  work(key: string, task: () => Promise<void>): void {
    if (this.closed || this.works.has(key)) return;
    const done = task()
      .catch((error: unknown) => {
        this.deps.report(error, key);
      })
      .finally(() => this.works.delete(key));
    this.works.set(key, done);
  }

  /** A child as its family speaks of it. */
  private titleOf({ parent, name }: StoredJob): string {
    const type = parent && this.deps.jobs.get(parent.job)?.properties.jobType;
    return type === undefined
      ? `The job '${name}'`
      : `The ${this.leads.get(type)?.noun ?? 'job'} '${parent?.step ?? name}'`;
  }

  private typeOf(name: string): string {
    return this.deps.jobs.get(name)?.properties.jobType.toLowerCase() ?? 'job';
  }

  /** Makes the run of a job, once; a server that died before it leaves it to the next. */
  private begin(parent: StoredJob): void {
    if (parent.startedAt !== undefined) return;
    const at = parent.parent ? this.deps.now() : parent.createdAt;
    this.deps.startRun({ ...parent, createdAt: at });
    this.deps.jobs.begin(parent.name, at);
  }
}

/** A job that takes no slot of a compute, because its children do the work. */
export function isParent(job: StoredJob): boolean {
  return job.compute === '';
}
