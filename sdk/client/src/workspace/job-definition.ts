import type { CommandJob } from '../arm/index.js';

/** The fields that the service adds to a job, and that no new job can have. */
const ADDED: ReadonlySet<string> = new Set(['status', 'services', 'isArchived']);

/** Returns what a job runs, as the definition of a new job that runs the same. */
export function definitionOf({ outputs, ...job }: CommandJob): CommandJob {
  const given = Object.entries(job).filter(([field]) => !ADDED.has(field));
  // The service adds the output `default`, with a folder that belongs to this job.
  const own = Object.entries(outputs ?? {}).filter(([name]) => name !== 'default');
  return {
    ...Object.fromEntries(given),
    ...(own.length > 0 && { outputs: Object.fromEntries(own) })
  } as CommandJob;
}
