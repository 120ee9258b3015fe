import type { StoredJob } from '../store/jobs.js';
import { fail } from './errors.js';

/** The names of files have 255 bytes at most, and the folder of what a run leaves is called `dcid.` and the job's name. */
const LONGEST = 255 - 'dcid.'.length;

/** The longest name from which those of a sweep's trials can still be made: they get a number, and at worst a part of an id. */
export const LONGEST_FOR_CHILDREN = LONGEST - '_1000000_12345678'.length;

/** Refuses a name that Azure would take, but from which no folder can be made here. */
export function requireFolderName({ name, properties }: StoredJob): void {
  const isSweep = properties.jobType === 'Sweep';
  const longest = isSweep ? LONGEST_FOR_CHILDREN : LONGEST;
  if (name.length > longest)
    throw fail('JobNameTooLong', { name, longest, jobType: properties.jobType });
}

/** Refuses a name that differs from that of another job by its capitals alone, where the file system takes both for one folder. */
export function refuseTwin(name: string, twin: string | undefined): void {
  if (twin !== undefined) throw fail('JobNameDiffersByCase', { name, twin });
}
