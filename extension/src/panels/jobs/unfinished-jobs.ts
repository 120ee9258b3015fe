import type { JobSummary } from '@carry-ml/bridge';

/** Returns the jobs that have not ended. A cell that was interrupted may leave its own run unfinished for ever: those are not counted. */
export function unfinishedJobs(runs: readonly JobSummary[]): JobSummary[] {
  return runs.filter(({ kind, finished }) => kind === 'job' && !finished);
}
