import { isTerminal, type JobBase } from 'carry-ml/arm';
import { isParent, type Families } from '../families/families.js';
import type { Deletion } from '../jobs/deletion.js';
import { refuseNameInOtherCase, requireFolderName } from '../jobs/job-name.js';
import type { JobEnds } from '../jobs/job-ends.js';
import type { OutputAssets } from '../jobs/output-assets.js';
import type { PlanJob } from '../jobs/plan-job.js';
import type { Runner } from '../jobs/runner.js';
import { normalise } from '../protocol/normalise.js';
import type { DeletedJobs } from '../store/deleted-jobs.js';
import type { JobQuery } from '../store/job-filter.js';
import type { JobStore, ListedJob, StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';
import { refuseOtherJob } from './same-job.js';

export interface SubmissionDeps {
  jobs: JobStore;
  runner: Runner;
  families: Families;
  plan: PlanJob;
  outputs: Pick<OutputAssets, 'check'>;
  deletion: Deletion;
  ends: Pick<JobEnds, 'wait'>;
  deleted: DeletedJobs;
  /** True when the file system is case-insensitive. */
  foldsCase: boolean;
  /** Creates the MLflow run that has the job's name. */
  startRun: (job: StoredJob) => void;
  /** Throws when the workspace accepts no more jobs, because the disk is full or too many wait. */
  admit: (jobs: number) => void;
  /** Runs `work` in one transaction. */
  together: (work: () => void) => void;
}

/** The properties of an existing job that a user may change. */
const changeable = [
  'displayName',
  'description',
  'tags',
  'isArchived',
  'properties',
  'notificationSetting'
] as const;

/** Accepts jobs: checks them against the workspace, creates their runs, and passes them to the runner or to the families. */
export class Submissions {
  constructor(private readonly deps: SubmissionDeps) {}

  /** Returns the job of a name, in whatever case it is written. */
  get(name: string): StoredJob | undefined {
    return this.deps.jobs.find(name);
  }

  list(query: JobQuery): ListedJob[] {
    return this.deps.jobs.list(query);
  }

  cancel(name: string): void {
    if (!this.deps.families.cancel(name)) this.deps.runner.cancel(name);
  }

  /** Waits until the job has ended, for `timeoutMs` at most; returns whether it has. */
  async ended(name: string, timeoutMs: number): Promise<boolean> {
    const hasEnded = () => isTerminal(this.deps.jobs.get(name)?.status ?? '');
    if (!hasEnded()) await this.deps.ends.wait(name, timeoutMs);
    return hasEnded();
  }

  async delete(name: string): Promise<void> {
    const parent = this.deps.jobs.get(name)?.parent;
    if (parent) throw fail('JobIsChild', { name, parent: parent.job });
    await this.deps.deletion.delete(name);
  }

  /** Creates the job, or changes the display name, tags and archive flag of an existing one. */
  put(name: string, given: JobBase, by: string): { job: StoredJob; created: boolean } {
    const before = this.deps.jobs.get(name);
    if (before) {
      refuseOtherJob(before, given);
      return { job: this.change(name, given), created: false };
    }
    if (this.deps.deleted.has(name)) throw fail('JobNameOfDeletedJob', { name });
    const job = this.accept(name, normalise(given), by);
    this.deps.runner.wake();
    return { job: this.deps.jobs.get(name) ?? job, created: true };
  }

  private accept(name: string, given: JobBase, by: string): StoredJob {
    const [job, ...descendants] = this.deps.plan({ name, by }, given);
    for (const each of [job, ...descendants]) requireFolderName(each);
    if (this.deps.foldsCase) refuseNameInOtherCase(name, this.deps.jobs.nameInOtherCase(name));
    for (const planned of [job, ...descendants]) this.deps.outputs.check(planned);
    this.deps.admit(1 + descendants.length);
    if (isParent(job)) {
      this.deps.families.create(job, descendants);
      return job;
    }
    this.deps.together(() => {
      this.deps.jobs.insert(job);
      this.deps.startRun(job);
    });
    return job;
  }

  /** Changes those properties of an existing job that may change, and ignores the others. */
  change(name: string, asked: Partial<JobBase>): StoredJob {
    const before = this.deps.jobs.get(name);
    if (!before) throw fail('ResourceNotFound', { type: 'job', name });
    const given = normalise(asked);
    const properties = { ...before.properties };
    for (const key of changeable)
      if (given[key] !== undefined) Object.assign(properties, { [key]: given[key] });
    // As in Azure, properties are never removed: the workspace stores facts of its own among them.
    properties.properties = { ...before.properties.properties, ...given.properties };
    if (given.isArchived && !isTerminal(before.status))
      throw fail('ActiveJobNotArchivable', { name: before.name, status: before.status });
    this.deps.jobs.update(before.name, properties);
    return { ...before, properties };
  }
}
