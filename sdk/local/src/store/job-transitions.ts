import type { JobStatus } from 'carry-ml/arm';

/** The states that the local workspace uses, and the allowed transitions. A terminal state has none. */
const transitions: Partial<Record<JobStatus, readonly JobStatus[]>> = {
  NotStarted: ['Queued', 'Running', 'Completed', 'Canceled', 'Failed'],
  Queued: ['Preparing', 'CancelRequested', 'Canceled', 'Failed'],
  Preparing: ['Queued', 'Running', 'CancelRequested', 'Canceled', 'Failed'],
  Running: ['Finalizing', 'Completed', 'Failed', 'CancelRequested', 'Canceled'],
  Finalizing: ['Completed', 'Failed', 'CancelRequested', 'Canceled'],
  CancelRequested: ['Canceled', 'Failed']
};

/** The states of a job that has not ended. */
export const activeStates = Object.keys(transitions) as JobStatus[];

/** The states in which a job occupies a slot of its compute. */
export const slotStates = [
  'Preparing',
  'Running',
  'Finalizing',
  'CancelRequested'
] as const satisfies readonly JobStatus[];

/** True when the transition is allowed. */
export function mayMove(from: JobStatus, to: JobStatus): boolean {
  return transitions[from]?.includes(to) ?? false;
}

/** Returns the states from which a transition to `to` is allowed. */
export function sourcesOf(to: JobStatus): JobStatus[] {
  return activeStates.filter(from => mayMove(from, to));
}
