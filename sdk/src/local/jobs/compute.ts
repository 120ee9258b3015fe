import { availableParallelism } from 'node:os';

/** A compute of the local workspace: this machine, with as many jobs at a time as it has slots. */
export interface Compute {
  name: string;
  slots: number;
}

/** The computes that the workspace is born with: one slot a core. */
export function bornComputes(): Compute[] {
  return [{ name: 'cpu', slots: availableParallelism() }];
}
