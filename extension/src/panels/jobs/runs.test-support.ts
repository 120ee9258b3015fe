import type { FoundRun, JobSummary } from '@carry-ml/bridge';

/** A job that has completed. */
export const jobSummary = (name: string, change: Partial<JobSummary> = {}): JobSummary => ({
  name,
  kind: 'job',
  displayName: name,
  experiment: 'e',
  compute: '',
  status: 'Completed',
  finished: true,
  reason: null,
  progress: null,
  createdAt: null,
  startedAt: null,
  endedAt: null,
  ...change
});

/** A run that a search finds. */
export const foundRun = (name: string, change: Partial<FoundRun> = {}): FoundRun => ({
  ...jobSummary(name),
  notebook: null,
  isPinned: false,
  parameters: [],
  metrics: [],
  ...change
});
