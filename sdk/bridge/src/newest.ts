import type { JobSummary } from './api.js';

/** Returns the runs that were created last, newest first. One that is not created yet, as far as the workspace tells, is the newest. */
export function newest(runs: JobSummary[], limit: number): JobSummary[] {
  return runs.sort(newestFirst).slice(0, limit);
}

function newestFirst(a: JobSummary, b: JobSummary): number {
  return time(b) === time(a) ? 0 : time(b) - time(a);
}

function time({ createdAt }: JobSummary): number {
  return createdAt === null ? Infinity : Date.parse(createdAt);
}
