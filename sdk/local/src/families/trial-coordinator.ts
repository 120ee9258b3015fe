import type { CommandJob } from 'carry-ml/arm';
import { isoDuration } from '../jobs/iso-duration.js';
import type { Naming } from '../jobs/plan-job.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import type { Coordinator, Families } from './families.js';

export interface TrialCoordinatorDeps {
  jobs: JobStore;
  families: Pick<Families, 'start' | 'skip'>;
  /** Checks the command of a trial against the current workspace. */
  check: (naming: Naming, given: CommandJob) => StoredJob;
  now: () => number;
  newId: () => string;
  report: (error: unknown, job: string) => void;
}

/** How often the running jobs are checked. */
const CHECK_INTERVAL_MS = 1000;

/**
 * What the coordinators of jobs with trials have in common. Trials are drawn one by one; each is stored before it starts, and the next one
 * is derived from the stored ones, so that a restarted server continues in the same way.
 */
export abstract class TrialCoordinator<
  Parent extends StoredJob,
  Trial extends StoredJob,
  Deps extends TrialCoordinatorDeps
> implements Coordinator {
  readonly noun = 'trial';
  private timer: NodeJS.Timeout | undefined;

  constructor(protected readonly deps: Deps) {}

  abstract advance(job: StoredJob): void;

  /** Whether a job is of the type that is coordinated here. */
  protected abstract coordinates(job: StoredJob): job is Parent;

  /** Checks a running job: its time limit, and what else may end its trials. */
  protected abstract checkRunning(job: Parent): void;

  /** Checks the running jobs periodically, until `close`. */
  open(): void {
    this.timer = setInterval(() => {
      this.check();
    }, CHECK_INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Checks the running jobs; an error in one of them does not keep the others from it. */
  check(): void {
    for (const job of this.deps.jobs.parentsInState('Running'))
      try {
        if (this.coordinates(job)) this.checkRunning(job);
      } catch (error) {
        this.deps.report(error, job.name);
      }
  }

  protected trials(parent: Parent): Trial[] {
    return this.deps.jobs.childrenOf(parent.name) as Trial[];
  }

  /**
   * Returns the trials, after starting those that an earlier server stored but did not start before it crashed; if the job is canceled,
   * they are skipped for this reason.
   */
  protected startStored(parent: Parent, reasonToSkip: string): Trial[] {
    const { families } = this.deps;
    const trials = this.trials(parent);
    const stored = trials.filter(({ status }) => status === 'NotStarted');
    for (const trial of stored)
      if (parent.status === 'CancelRequested') families.skip(trial, reasonToSkip);
      else families.start(trial);
    return stored.length > 0 ? this.trials(parent) : trials;
  }

  /** Stores a trial and starts it. Its name has the step, and more if a job has that name. */
  protected startTrialJob(parent: Parent, step: string, given: CommandJob): void {
    const { jobs, families, check, newId } = this.deps;
    const plain = `${parent.name}_${step}`;
    const name = jobs.get(plain) ? `${plain}_${newId().slice(0, 8)}` : plain;
    const checked = check({ name, by: parent.createdBy }, given);
    const trial: StoredJob = {
      ...checked,
      status: 'NotStarted',
      parent: { job: parent.name, step }
    };
    jobs.insertFamily(trial, []);
    families.start(trial);
  }

  protected isOverdue({ startedAt }: Parent, timeout: string | null | undefined): boolean {
    const limit = isoDuration(timeout ?? '');
    return limit !== undefined && startedAt !== undefined && this.deps.now() - startedAt > limit;
  }
}
