import type { JobSummary } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { unfinishedJobs } from './unfinished-jobs.js';

/** What can be done with several runs at once. */
export type BulkVerb = 'cancel' | 'archive' | 'restore' | 'delete' | 'pin';

/** How the work on several runs ended. */
export interface BulkOutcome {
  done: JobSummary[];
  failed: { run: JobSummary; message: string }[];
}

/** How many requests are sent at a time. */
const AT_ONCE = 4;

/** Returns those of the runs with which something can be done: only what has ended is deleted or archived, and only jobs are cancelled. */
export function runsFor(verb: BulkVerb, runs: readonly JobSummary[]): JobSummary[] {
  switch (verb) {
    case 'cancel':
      return unfinishedJobs(runs);
    case 'archive':
      return runs.filter(({ finished }) => finished);
    case 'delete':
      // The cell of an interactive run may have been interrupted, so that it never ends.
      return runs.filter(({ kind, finished }) => finished || kind === 'interactive');
    default:
      return [...runs];
  }
}

/** Does something with each of the runs. One that fails keeps none of the others from it. */
export async function bulkWork(
  runs: readonly JobSummary[],
  work: (run: string) => Promise<unknown>,
  onProgress: (ended: number) => void
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], failed: [] };
  const left = runs.values();
  const worker = async (): Promise<void> => {
    for (const run of left) {
      try {
        await work(run.name);
        outcome.done.push(run);
      } catch (e) {
        outcome.failed.push({ run, message: ServiceError.from(e).message });
      }
      onProgress(outcome.done.length + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}
