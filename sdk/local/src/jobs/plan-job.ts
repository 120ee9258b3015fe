import type { JobBase } from 'carry-ml/arm';
import type { StoredJob } from '../store/jobs.js';

/** A job's name and who gives it. */
export interface Naming {
  name: string;
  by: string;
  /** How many pipelines it lies in. */
  depth?: number;
}

/**
 * Makes of a job what the workspace keeps, followed by every job below it that is known from the start; throws when the job could not
 * run to its end.
 */
export type PlanJob = (naming: Naming, given: JobBase) => [StoredJob, ...StoredJob[]];
