import type { Job, JobProgress, Run, RunDetails } from 'carry-ml';
import { isTerminal, type CommandJob, type JobBase } from 'carry-ml/arm';
import { printable } from 'carry-ml/errors';
import { cpuSeconds, progressOf } from 'carry-ml/notebooks';
import type { JobDetail, JobSummary } from './api.js';
import { isPinned } from './pinned-run.js';
import { cellError, cellsOf, failureLine } from './cell-progress.js';
import { parentOf } from './run-kind.js';

/** A job as it was listed or read, with its run and the details that run history adds. */
export interface JobReading {
  job: Job;
  run: Run;
  details: RunDetails;
}

/** Reads what describes a job beyond the job itself: two requests. */
export async function readJob(job: Job): Promise<JobReading> {
  const [details, run] = await Promise.all([job.details(), job.run()]);
  return { job, run, details };
}

/** Summarises a job for the list. */
export function summarizeJob(reading: JobReading): JobSummary {
  const { job, run, details } = reading;
  const progress = progressOf(run.tags);
  const reason = reasonOf(job.status, details, progress);
  return {
    ...summarizeNewJob(job),
    reason: reason && printable(reason),
    progress: cellsOf(progress),
    startedAt: details.startTimeUtc ?? null,
    endedAt: details.endTimeUtc ?? null
  };
}

/**
 * Summarises a job that was created a moment ago, without reading anything. The page puts these texts into rows,
 * sentences and notifications, which no character of theirs must break or reorder.
 */
export function summarizeNewJob({ name, status, spec }: Job): JobSummary {
  return {
    name,
    kind: 'job',
    displayName: printable(spec.displayName || name),
    experiment: printable(spec.experiment),
    compute: printable(spec.compute ?? ''),
    status,
    finished: isTerminal(status),
    reason: null,
    progress: null,
    createdAt: spec.createdAt?.toISOString() ?? null,
    startedAt: null,
    endedAt: null
  };
}

/** Describes a job for the detail view, without its children. */
export function describeJob(reading: JobReading): JobDetail {
  const { job, run, details } = reading;
  const parameters = { ...textValues(job.spec.parameters), ...run.parameters };
  return {
    ...summarizeJob(reading),
    notebook: job.spec.notebook ?? null,
    ...loggedBy(run, parameters),
    isPinned: isPinned(run),
    cpuSeconds: cpuSeconds(run.tags) ?? null,
    nodes: nodesOf(job),
    error: job.status === 'Failed' ? errorText(details, progressOf(run.tags)) : null,
    parent: parentOf(run),
    children: null
  };
}

/** Describes what a run has logged: its parameters, or those that a job was given too, and the names of its metrics. */
export function loggedBy(
  run: Pick<Run, 'metrics'>,
  parameters: Readonly<Record<string, string>>
): Pick<JobDetail, 'parameters' | 'metrics'> {
  return {
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    metrics: Object.keys(run.metrics).sort()
  };
}

function reasonOf(
  status: string,
  details: RunDetails,
  progress: JobProgress | undefined
): string | null {
  if (status === 'Failed') {
    return failureLine(errorText(details, progress) ?? 'The job reported no reason.', progress);
  }
  if (isTerminal(status)) return null;
  return details.warnings?.[0]?.message ?? progress?.step ?? null;
}

/** A command job runs on one machine unless it names more; what the parts of other jobs run on is theirs. */
function nodesOf({ spec }: Job): number | null {
  const { jobType, resources } = spec.resource.properties as JobBase &
    Pick<CommandJob, 'resources'>;
  return jobType === 'Command' ? (resources?.instanceCount ?? 1) : null;
}

function errorText(details: RunDetails, progress: JobProgress | undefined): string | null {
  return cellError(progress) ?? details.error?.error.message ?? null;
}

function textValues(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value)
    ])
  );
}
