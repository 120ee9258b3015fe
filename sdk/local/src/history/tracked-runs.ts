import { isTerminal, type JobBase } from 'carry-ml/arm';
import { parentRunTag, type RunInfo, type RunStatus, type RunStore } from '../mlflow/runs/runs.js';
import type { JobStore, StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';
import { isoTime } from './run-facts.js';

/** A run, and the job whose run it is. A run that a program started itself has none. */
export interface TrackedRun {
  name: string;
  job?: StoredJob;
  run?: RunInfo;
}

/** The fields of a run that a client may set. */
export interface RunChange {
  name?: string | null;
  displayName?: string | null;
  description?: string | null;
  /** Azure's word for the archive flag of a job. */
  hidden?: boolean | null;
  tags?: Record<string, string | null> | null;
  properties?: Record<string, string | null> | null;
}

/** MLflow's tag for the description of a run. */
const descriptionTag = 'mlflow.note.content';
/** Tags that MLflow or the workspace sets for itself, which are no user's. */
const ownTag = /^mlflow\.|^azureml\.jobName$/;
/** The largest number of generations above a run: two runs may name each other as parents. */
const MAX_GENERATIONS = 50;

const statuses: Record<RunStatus, string> = {
  RUNNING: 'Running',
  SCHEDULED: 'NotStarted',
  FINISHED: 'Completed',
  FAILED: 'Failed',
  KILLED: 'Canceled'
};

/** Finds and changes runs as Azure's run history presents them: those of jobs, and those that programs started themselves. */
export class TrackedRuns {
  constructor(
    readonly jobs: JobStore,
    readonly runs: RunStore
  ) {}

  find(name: string): TrackedRun | undefined {
    const job = this.jobs.find(name);
    const run = this.runs.find(job?.name ?? name);
    if (job) return { name: job.name, job, run };
    return run?.stage === 'active' ? { name: run.runId, run } : undefined;
  }

  /** Returns the run of this name. Throws ResourceNotFound. */
  get(name: string): TrackedRun {
    const found = this.find(name);
    if (!found) throw fail('ResourceNotFound', { type: 'run', name });
    return found;
  }

  /** Lists the children of a run: the child jobs of its job, then the runs that a program started in it. */
  childrenOf({ name, run }: TrackedRun): TrackedRun[] {
    const jobs = this.jobs.childrenOf(name);
    const names = new Set(jobs.map(job => job.name));
    const started = run ? this.runs.childrenOf(run).filter(({ runId }) => !names.has(runId)) : [];
    return [
      ...jobs.map(job => ({ name: job.name, job, run: this.runs.find(job.name) })),
      ...started.map(child => ({ name: child.runId, run: child, job: this.jobs.get(child.runId) }))
    ];
  }

  tagsOf({ name, job }: TrackedRun): Record<string, string> {
    const own = Object.entries(this.runs.tags(name)).filter(([key]) => !ownTag.test(key));
    return { ...job?.properties.tags, ...Object.fromEntries(own) };
  }

  propertiesOf({ name, job }: TrackedRun): Record<string, string> {
    return { ...job?.properties.properties, ...this.runs.notes.propertiesOf(name) };
  }

  /** The error of the job, or else what a program has reported. */
  errorOf({ name, job }: TrackedRun): { error: { code: string; message: string } } | null {
    const error = job?.error ?? this.runs.notes.errorOf(name);
    return error ? { error } : null;
  }

  statusOf({ job, run }: TrackedRun): string {
    return job?.status ?? (run ? statuses[run.status] : 'Completed');
  }

  /** The name of the run above this one. */
  parentOf({ name, job }: TrackedRun): string | undefined {
    return job?.parent?.job ?? this.runs.tags(name)[parentRunTag];
  }

  /** The name of the topmost run above this one, or its own. */
  rootOf(tracked: TrackedRun, left = MAX_GENERATIONS): string {
    const parent = this.parentOf(tracked);
    if (parent === undefined || left === 0) return tracked.name;
    const above = this.find(parent);
    return above ? this.rootOf(above, left - 1) : parent;
  }

  /** Changes the name, description, tags and properties of a run. Those of a job change with it. */
  change(tracked: TrackedRun, given: RunChange): TrackedRun {
    const tags = texts(given.tags);
    const isArchived = given.hidden ?? undefined;
    if (isArchived) requireArchivable(tracked);
    const displayName = given.displayName ?? undefined;
    const description = given.description ?? undefined;
    if (tracked.run) {
      this.runs.setTags(tracked.name, tags);
      if (description !== undefined)
        this.runs.setTags(tracked.name, { [descriptionTag]: description });
      if (displayName) this.runs.update(tracked.name, { name: displayName });
    }
    this.addProperties(tracked, texts(given.properties));
    if (tracked.job) this.changeJob(tracked.job, { tags, displayName, description, isArchived });
    return this.get(tracked.name);
  }

  deleteTags(tracked: TrackedRun, keys: readonly string[]): TrackedRun {
    for (const key of keys) this.runs.runTags.delete(tracked.name, key);
    const { job } = tracked;
    if (job) {
      const kept = Object.entries(job.properties.tags ?? {}).filter(([key]) => !keys.includes(key));
      this.jobs.update(job.name, { ...job.properties, tags: Object.fromEntries(kept) });
    }
    return this.get(tracked.name);
  }

  /** Properties never change once they are set, as in Azure; others are added. */
  private addProperties(tracked: TrackedRun, properties: Record<string, string>): void {
    const before = this.propertiesOf(tracked);
    for (const [key, value] of Object.entries(properties))
      if (Object.hasOwn(before, key) && before[key] !== value)
        throw fail('RunPropertyFixed', { run: tracked.name, key });
    if (tracked.job) this.jobs.addProperties(tracked.job.name, properties);
    else this.runs.notes.addProperties(tracked.name, properties);
  }

  private changeJob(
    { name }: StoredJob,
    change: Pick<JobBase, 'displayName' | 'description' | 'isArchived'> & {
      tags: Record<string, string>;
    }
  ): void {
    // The properties have been added in the meantime.
    const properties = this.jobs.get(name)?.properties;
    if (!properties) return;
    this.jobs.update(name, {
      ...properties,
      displayName: change.displayName ?? properties.displayName,
      description: change.description ?? properties.description,
      isArchived: change.isArchived ?? properties.isArchived,
      tags: { ...properties.tags, ...change.tags }
    });
  }

  /** The run as clients read it. */
  record(tracked: TrackedRun) {
    const { name, job, run } = tracked;
    return {
      runId: name,
      parentRunId: this.parentOf(tracked) ?? null,
      rootRunId: this.rootOf(tracked),
      experimentId: run?.experimentId ?? job?.experiment,
      dataContainerId: `dcid.${name}`,
      status: this.statusOf(tracked),
      error: this.errorOf(tracked),
      tags: this.tagsOf(tracked),
      properties: this.propertiesOf(tracked),
      ...(job ? factsOfJob(job) : factsOfRun(run, this.runs.tags(name)))
    };
  }
}

function factsOfJob({
  name,
  createdAt,
  startedAt,
  endedAt,
  createdBy,
  compute,
  properties
}: StoredJob) {
  return {
    ...numberAndTimes(createdAt, startedAt, endedAt),
    createdBy: { userName: createdBy },
    displayName: properties.displayName ?? name,
    description: properties.description ?? null,
    compute: compute ? { target: compute } : undefined,
    target: compute || null
  };
}

function factsOfRun(run: RunInfo | undefined, tags: Record<string, string>) {
  return {
    ...numberAndTimes(run?.startTime ?? 0, run?.startTime, run?.endTime),
    createdBy: { userName: run?.userId },
    displayName: run?.name,
    description: tags[descriptionTag] ?? null,
    target: null
  };
}

/** As in Azure, the number of a run is the second in which it was created. */
function numberAndTimes(createdAt: number, startedAt?: number, endedAt?: number) {
  return {
    runNumber: Math.floor(createdAt / 1000),
    createdUtc: isoTime(createdAt),
    startTimeUtc: isoTime(startedAt),
    endTimeUtc: isoTime(endedAt)
  };
}

/** Throws RunNotHidden for a run that has no job which has ended. */
function requireArchivable({ name, job }: TrackedRun): void {
  const reason = job ? 'its job has not ended' : 'it is not the run of a job';
  if (!job || !isTerminal(job.status)) throw fail('RunNotHidden', { run: name, reason });
}

/** The entries with a text. */
function texts(given: Record<string, string | null> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([key, value]) => [key, value ?? '']));
}
