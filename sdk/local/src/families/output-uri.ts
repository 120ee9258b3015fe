import { folderUri, outputFolder } from 'carry-ml/arm';
import type { JobStore, StoredJob } from '../store/jobs.js';

/** Longer than any way from a job to the one that wrote for it: a step reused from a sweep whose best trial wrote. */
const MAX_STEPS = 4;

/**
 * Where an output of a job was told to go; undefined when it lies in its usual place. What a sweep puts out, its best trial has
 * written, and what a reused step does, the step that it was reused from.
 */
export function outputUri(
  jobs: JobStore,
  job: string,
  output: string,
  left = MAX_STEPS
): string | undefined {
  const stored = jobs.get(job);
  const told = stored?.properties.outputs?.[output];
  if (!stored || !told) return undefined;
  if (told.uri) return told.uri;
  const writer = writerOf(stored);
  if (writer === undefined || left === 0) return undefined;
  return outputUri(jobs, writer, output, left - 1) ?? folderUri(outputFolder(writer, output));
}

/** The job that wrote what this one puts out, where that is another. */
function writerOf({ properties, parent }: StoredJob): string | undefined {
  const facts = properties.properties;
  if (parent && facts?.['azureml.isreused'] === 'true') return facts['azureml.reusedrunid'];
  return properties.jobType === 'Sweep' ? facts?.best_child_run_id : undefined;
}
