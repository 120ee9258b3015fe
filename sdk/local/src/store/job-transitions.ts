import type { JobStatus } from 'carry-ml/arm';

/** The states that the local workspace uses, and where each may go. A terminal state goes nowhere. */
const transitions: Partial<Record<JobStatus, readonly JobStatus[]>> = {
  NotStarted: ['Queued', 'Running', 'Completed', 'Canceled', 'Failed'],
  Queued: ['Preparing', 'CancelRequested', 'Canceled', 'Failed'],
  Preparing: ['Queued', 'Running', 'CancelRequested', 'Canceled', 'Failed'],
  Running: ['Finalizing', 'Completed', 'Failed', 'CancelRequested', 'Canceled'],
  Finalizing: ['Completed', 'Failed', 'CancelRequested', 'Canceled'],
  CancelRequested: ['Canceled', 'Failed']
};

/** The states that a job does not stay in. */
export const unendedStates = Object.keys(transitions) as JobStatus[];

/** The states of a job that holds a slot of its compute. */
export const slotStates = [
  'Preparing',
  'Running',
  'Finalizing',
  'CancelRequested'
] as const satisfies readonly JobStatus[];

/** True when a job may go from one state to the other. */
export function mayMove(from: JobStatus, to: JobStatus): boolean {
  return transitions[from]?.includes(to) ?? false;
}

/** The states from which `to` can be reached. */
export function sourcesOf(to: JobStatus): JobStatus[] {
  return unendedStates.filter(from => mayMove(from, to));
}
