import type { StoredJob } from '../store/job-store.js';
import { fail } from './errors.js';

/** File names have 255 bytes at most, and the folder of a run's artifacts is named `dcid.` plus the job's name. */
const MAX_LENGTH = 255 - 'dcid.'.length;

/** The maximum length of the name of a job with trials: their names append a number and sometimes a part of an id. */
export const MAX_PARENT_LENGTH = MAX_LENGTH - '_1000000_12345678'.length;

/** Throws for a name that Azure would accept, but that is too long for the name of a folder. */
export function requireFolderName({ name, properties }: StoredJob): void {
  const hasTrials = ['Sweep', 'AutoML'].includes(properties.jobType);
  const longest = hasTrials ? MAX_PARENT_LENGTH : MAX_LENGTH;
  if (name.length > longest)
    throw fail('JobNameTooLong', { name, longest, jobType: properties.jobType });
}

/** Throws for a name that differs from that of another job only in case; used where the file system is case-insensitive. */
export function refuseNameInOtherCase(name: string, existing: string | undefined): void {
  if (existing !== undefined) throw fail('JobNameDiffersByCase', { name, existing });
}
