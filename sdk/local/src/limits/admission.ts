import type { Settings } from '../settings/settings.js';
import type { JobStore } from '../store/job-store.js';
import type { DiskSpace } from './disk-space.js';
import { fail } from './errors.js';

export interface AdmissionDeps {
  jobs: Pick<JobStore, 'countActive'>;
  disk: Pick<DiskSpace, 'require'>;
  settings: Pick<Settings, 'queueLimit'>;
}

/** Throws TooManyJobs, DiskFull or DiskQuotaExceeded when the workspace cannot accept `count` more jobs. */
export function admitJobs(count: number, { jobs, disk, settings }: AdmissionDeps): void {
  const limit = settings.queueLimit;
  if (jobs.countActive() + count > limit) throw fail('TooManyJobs', { limit });
  disk.require();
}
