import { slotStates, unendedStates } from '../store/job-transitions.js';
import type { JobStore } from '../store/jobs.js';

/** The jobs that wait for a slot or hold one, steps of pipelines that have yet to start among them. They may be many: none is read whole. */
export class ActiveJobs {
  constructor(private readonly jobs: Pick<JobStore, 'namesOn' | 'countInState'>) {}

  /** One of the jobs of a compute that have not ended. */
  anyOn(compute: string): string | undefined {
    return this.jobs.namesOn(compute, unendedStates, 1)[0];
  }

  /** The jobs that hold a slot of a compute. */
  runningOn(compute: string): string[] {
    return this.jobs.namesOn(compute, slotStates);
  }

  /** How many jobs hold a slot, of whatever compute. */
  running(): number {
    return this.jobs.countInState(slotStates);
  }
}
