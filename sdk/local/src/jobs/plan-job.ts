import type { JobBase } from 'carry-ml/arm';
import type { StoredJob } from '../store/job-store.js';

/** A job's name, and the user who submits it. */
export interface Naming {
  name: string;
  by: string;
  /** Number of pipelines around it. */
  depth?: number;
}

/**
 * Converts a job to the one that the workspace stores, followed by all its descendants that are known in advance; throws when the job
 * could not complete.
 */
export type PlanJob = (naming: Naming, given: JobBase) => [StoredJob, ...StoredJob[]];
