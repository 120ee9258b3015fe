import type { ComputeInfo, JobSummary } from '@carry-ml/bridge';
import { unfinishedJobs } from '../jobs/unfinished-jobs.js';

/** The jobs that a compute runs, and those that wait for it. */
export interface ComputeLoad {
  running: number;
  waiting: number;
  /** How many it runs at a time; null if that is not known. */
  slots: number | null;
  /** True if another job would have to wait. */
  isFull: boolean;
}

const WAITING: readonly string[] = ['NotStarted', 'Queued'];

/** Returns the compute that the user has chosen; else the one that is named in the settings, `cpu`, or the first one. */
export function chosenCompute(
  computes: readonly ComputeInfo[],
  chosen: string | null,
  preferred = ''
): ComputeInfo | undefined {
  const named = (name: string | null) => computes.find(compute => compute.name === name);
  return named(chosen) ?? named(preferred) ?? named('cpu') ?? computes[0];
}

/** Counts the jobs of a compute among the newest runs. */
export function computeLoad(
  { name, slots }: ComputeInfo,
  jobs: readonly JobSummary[]
): ComputeLoad {
  const mine = unfinishedJobs(jobs).filter(
    ({ compute }) => compute.toLowerCase() === name.toLowerCase()
  );
  const waiting = mine.filter(job => WAITING.includes(job.status)).length;
  const running = mine.length - waiting;
  return { running, waiting, slots, isFull: slots !== null && mine.length >= slots };
}
