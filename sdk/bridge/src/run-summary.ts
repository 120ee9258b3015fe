import type { Run, RunStatus } from 'carry-ml';
import { printable } from 'carry-ml/errors';
import { cpuSeconds, progressOf } from 'carry-ml/notebooks';
import type { JobDetail, JobSummary } from './api.js';
import { cellError, cellsOf, failureLine } from './cell-progress.js';
import { loggedBy } from './job-summary.js';
import { isPinned } from './pinned-run.js';
import { hasEnded, isJobRun, parentOf } from './run-kind.js';

/** Azure ML's words for MLflow's states of a run. */
const statuses: Record<RunStatus, string> = {
  SCHEDULED: 'Queued',
  RUNNING: 'Running',
  FINISHED: 'Completed',
  FAILED: 'Failed',
  KILLED: 'Canceled'
};

/** Summarises a run from what MLflow knows of it: all that there is of an interactive run, and enough of a job that has ended. */
export function summarizeRun(run: Run, experiment: string): JobSummary {
  const startedAt = run.startTime?.toISOString() ?? null;
  const progress = progressOf(run.tags);
  const error = run.status === 'FAILED' ? cellError(progress) : null;
  return {
    name: run.id,
    kind: isJobRun(run) ? 'job' : 'interactive',
    displayName: printable(run.name || run.id),
    experiment: printable(experiment),
    compute: '',
    status: statuses[run.status],
    finished: hasEnded(run),
    reason: error && printable(failureLine(error, progress)),
    progress: cellsOf(progress),
    createdAt: startedAt,
    startedAt,
    endedAt: run.endTime?.toISOString() ?? null
  };
}

/** Describes an interactive run for the detail view. */
export function describeRun(run: Run, experiment: string): JobDetail {
  return {
    ...summarizeRun(run, experiment),
    notebook: null,
    ...loggedBy(run, run.parameters),
    isPinned: isPinned(run),
    cpuSeconds: cpuSeconds(run.tags) ?? null,
    nodes: null,
    error: null,
    parent: parentOf(run),
    children: null
  };
}
