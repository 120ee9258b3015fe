import type { StoredJob } from './jobs.js';

/** A command job that has ended, but for what is said otherwise. */
export const job = (name: string, more: Partial<StoredJob> = {}): StoredJob => ({
  name,
  properties: { jobType: 'Command' },
  status: 'Completed',
  compute: 'cpu',
  experiment: 'Default',
  createdBy: 'ada',
  createdAt: 0,
  mark: name,
  ...more
});
