import { slotStates, activeStates } from '../store/job-transitions.js';
import type { JobStore } from '../store/job-store.js';

/** The jobs that have not ended, including the steps of pipelines that have not started. There may be many, so only names and counts are read. */
export class ActiveJobs {
  constructor(private readonly jobs: Pick<JobStore, 'namesOn' | 'countInState'>) {}

  /** The name of some active job of a compute. */
  anyOn(compute: string): string | undefined {
    return this.jobs.namesOn(compute, activeStates, 1)[0];
  }

  /** The jobs that occupy a slot of a compute. */
  runningOn(compute: string): string[] {
    return this.jobs.namesOn(compute, slotStates);
  }

  /** Number of jobs that occupy a slot of any compute. */
  running(): number {
    return this.jobs.countInState(slotStates);
  }
}
