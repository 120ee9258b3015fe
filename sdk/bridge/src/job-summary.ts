import { isTerminal, type RunDetails } from 'carry-ml/arm';
import type { Job, JobProgress } from 'carry-ml';
import type { RunDetail, RunProgress, RunSummary } from './api.js';

/** Everything that is read of a job to describe it once. */
export interface RunFacts {
  job: Job;
  details: RunDetails;
  progress: JobProgress;
}

/** Reads what a summary needs. */
export async function readFacts(job: Job): Promise<RunFacts> {
  const [details, progress] = await Promise.all([job.details(), job.progress()]);
  return { job, details, progress };
}

/** A run as one line of the list. */
export function summarize({ job, details, progress }: RunFacts): RunSummary {
  const { spec } = job;
  return {
    name: job.name,
    displayName: spec.displayName || job.name,
    experiment: spec.experiment,
    compute: spec.compute ?? '',
    status: job.status,
    finished: isTerminal(job.status),
    reason: reasonOf(job.status, details, progress),
    progress: cellsOf(progress),
    createdAt: spec.createdAt?.toISOString() ?? null,
    startedAt: details.startTimeUtc ?? null,
    endedAt: details.endTimeUtc ?? null
  };
}

/** A run with what its own view shows. */
export function describeRun(
  facts: RunFacts,
  run: { parameters: Readonly<Record<string, string>>; metrics: Readonly<Record<string, number>> }
): RunDetail {
  const { job, details, progress } = facts;
  const parameters = { ...textValues(job.spec.parameters), ...run.parameters };
  return {
    ...summarize(facts),
    notebook: job.spec.notebook ?? null,
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    metrics: Object.keys(run.metrics).sort(),
    error: job.status === 'Failed' ? errorText(details, progress) : null
  };
}

function cellsOf({ cell, of, failedCell }: JobProgress): RunProgress | null {
  return of === 0 ? null : { cell, of, failedCell: failedCell ?? null };
}

function reasonOf(status: string, details: RunDetails, progress: JobProgress): string | null {
  if (status === 'Failed') {
    const text = firstLine(errorText(details, progress) ?? 'The run left no reason.');
    const { failedCell } = progress;
    return failedCell === undefined || /\bcell \d/i.test(text)
      ? text
      : `Cell ${failedCell} failed: ${text}`;
  }
  if (isTerminal(status)) return null;
  return details.warnings?.[0]?.message ?? null;
}

function errorText(details: RunDetails, { error }: JobProgress): string | null {
  const service = details.error?.error.message;
  if (error === undefined) return service ?? null;
  return error.name === '' || error.message.startsWith(error.name)
    ? error.message
    : `${error.name}: ${error.message}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function textValues(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value)
    ])
  );
}
