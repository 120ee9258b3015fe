import { folderUri, outputFolder } from 'carry-ml/arm';
import type { JobStore, StoredJob } from '../store/job-store.js';

/** More than any chain of jobs that wrote for one another needs: a step reused from a sweep whose best trial wrote. */
const MAX_STEPS = 4;

/**
 * The URI to which an output of a job was written; undefined for its default folder. The outputs of a sweep were written by its best
 * trial, those of a reused step by the step that it was reused from.
 */
export function outputUri(
  jobs: JobStore,
  job: string,
  output: string,
  left = MAX_STEPS
): string | undefined {
  const stored = jobs.get(job);
  const declared = stored?.properties.outputs?.[output];
  if (!stored || !declared) return undefined;
  if (declared.uri) return declared.uri;
  const writer = writerOf(stored);
  if (writer === undefined || left === 0) return undefined;
  return outputUri(jobs, writer, output, left - 1) ?? folderUri(outputFolder(writer, output));
}

/** The job that wrote the outputs of this one, if it is another. */
function writerOf({ properties, parent }: StoredJob): string | undefined {
  const facts = properties.properties;
  if (parent && facts?.['azureml.isreused'] === 'true') return facts['azureml.reusedrunid'];
  return properties.jobType === 'Sweep' ? facts?.best_child_run_id : undefined;
}
