import { unendedStates } from '../store/job-transitions.js';
import type { JobStore } from '../store/jobs.js';

/** A job that has not ended. */
export interface ActiveJob {
  name: string;
  compute: string;
  /** Holds a slot; false while it waits for one. */
  runs: boolean;
}

/** Every job that waits for a slot or holds one, steps of pipelines that have yet to start among them. */
export function activeJobs(jobs: JobStore): ActiveJob[] {
  return jobs.inState(...unendedStates).map(({ name, compute, status }) => ({
    name,
    compute,
    runs: status !== 'Queued' && status !== 'NotStarted'
  }));
}
