import { folderUri, outputFolder } from '../../arm/job-output.js';
import type { JobStore, StoredJob } from '../store/jobs.js';

/**
 * Where an output of a job was told to go; undefined when it lies in its usual place. What a sweep puts out, its best trial has
 * written.
 */
export function outputUri(jobs: JobStore, job: string, output: string): string | undefined {
  const stored = jobs.get(job);
  const told = stored?.properties.outputs?.[output];
  if (!stored || !told) return undefined;
  if (told.uri) return told.uri;
  const writer = writerOf(stored);
  if (writer === undefined || writer === job) return undefined;
  const inWriter = jobs.get(writer)?.properties.outputs?.[output]?.uri;
  return inWriter ?? folderUri(outputFolder(writer, output));
}

/** The job that wrote what this one puts out, where that is another. */
function writerOf({ properties }: StoredJob): string | undefined {
  return properties.jobType === 'Sweep' ? properties.properties?.best_child_run_id : undefined;
}
