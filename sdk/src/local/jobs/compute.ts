import { availableParallelism } from 'node:os';
import type { DeclaredCompute } from '../schemas/compute.js';
import type { DocumentStore } from '../store/documents.js';

/** A compute of the local workspace: this machine, with as many jobs at a time as it has slots. */
export interface Compute {
  name: string;
  slots: number;
}

/** The computes that the workspace is born with: one slot a core. */
export function bornComputes(): Compute[] {
  return [{ name: 'cpu', slots: availableParallelism() }];
}

/** Every compute there is now: those of birth, then those that clients made. */
export function allComputes(declared: DocumentStore<DeclaredCompute>): Compute[] {
  return [
    ...bornComputes(),
    ...declared.list().map(({ name, properties }) => ({ name, slots: slotsOf(properties) }))
  ];
}

/** The nodes of a cluster are slots of this machine; an instance is one node, and none while it is stopped. */
export function slotsOf({ computeType, stopped, properties }: DeclaredCompute): number {
  if (computeType === 'AmlCompute') return properties.scaleSettings?.maxNodeCount ?? 1;
  return stopped ? 0 : 1;
}
