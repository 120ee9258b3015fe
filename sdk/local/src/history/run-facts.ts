import { fail } from '../errors/index.js';
import type { JobStore, StoredJob } from '../store/job-store.js';

/** The paths under which clients request a run. Some name its experiment, which is ignored. */
export const experimentPaths = ['', '/experiments/:experiment', '/experimentids/:experiment'];

/** Returns the job of a run. Throws ResourceNotFound. */
export function findRun(jobs: JobStore, name: string): StoredJob {
  const job = jobs.find(name);
  if (!job) throw fail('ResourceNotFound', { type: 'run', name });
  return job;
}

/** Formats milliseconds since 1970 as ISO 8601; null for a time that has not come yet. */
export function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
