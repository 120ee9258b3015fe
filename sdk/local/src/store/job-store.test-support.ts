import type { StoredJob } from './job-store.js';

/** Creates a completed command job; `more` overrides its fields. */
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
