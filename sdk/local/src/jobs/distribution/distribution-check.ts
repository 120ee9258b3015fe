import type { CommandJob } from 'carry-ml/arm';
import { fail } from '../errors.js';
import { nodeCount, processCount } from './job-processes.js';

/** What to do instead of a distribution that this machine does not run. */
const alternatives: Partial<Record<string, string>> = {
  ray: 'Remove it and call ray.init() in the code, which starts Ray on this machine, or run the job in an Azure workspace.'
};

/** Throws when the job is distributed in a way that this machine does not run, or over too many processes. */
export function checkDistribution(job: CommandJob, limit: number): void {
  if (!job.distribution) return;
  const type = job.distribution.distributionType;
  const count = processCount(job);
  if (count === undefined)
    throw fail('DistributionNotServed', {
      type,
      instead:
        alternatives[type.toLowerCase()] ??
        'Choose one of these, or run the job in an Azure workspace.'
    });
  if (count > limit) throw fail('TooManyProcesses', { count, instances: nodeCount(job), limit });
}
