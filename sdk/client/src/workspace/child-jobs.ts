import type { JobStatus } from '../arm/index.js';
import { Paged, type ArmWorkspace, type RequestOptions } from '../arm/client/index.js';

/** A step of a pipeline or a trial of a sweep, in short. `ws.jobs.get(child.name)` returns all of it. */
export interface ChildJob {
  /** The name of its job. */
  name: string;
  /** The name that its parent knows it by, such as that of the step. */
  displayName: string;
  status: JobStatus;
  startedAt?: Date;
  endedAt?: Date;
}

/** A run as the list of children in run history has it. */
interface ChildRun {
  runId: string;
  displayName?: string | null;
  status?: JobStatus | null;
  startTimeUtc?: string | null;
  endTimeUtc?: string | null;
}

interface ChildPage {
  value: ChildRun[];
  nextLink?: string | null;
}

/** Lists the children of a job, in the order of run history. */
export function childJobs(
  arm: ArmWorkspace,
  job: string,
  { signal }: RequestOptions
): Paged<ChildJob> {
  const path = `/history/v1.0${arm.path}/runs/${encodeURIComponent(job)}/children`;
  return new Paged(async next => {
    const history = await arm.runHistory({ signal });
    const { value, nextLink } = await history.read<ChildPage>(
      next === undefined ? { path, signal } : { url: next, signal }
    );
    return { items: value.map(childOf), next: nextLink ?? undefined };
  });
}

function childOf(run: ChildRun): ChildJob {
  return {
    name: run.runId,
    displayName: run.displayName ?? run.runId,
    status: run.status ?? 'Unknown',
    startedAt: dateOf(run.startTimeUtc),
    endedAt: dateOf(run.endTimeUtc)
  };
}

function dateOf(iso: string | null | undefined): Date | undefined {
  return iso ? new Date(iso) : undefined;
}
