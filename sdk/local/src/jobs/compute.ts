import { availableParallelism } from 'node:os';
import type { DeclaredCompute } from '../schemas/compute.js';
import type { DocumentStore } from '../store/documents.js';

/** A compute of the local workspace: this machine, with as many jobs at a time as it has slots. */
export interface Compute {
  name: string;
  slots: number;
  /** Its type, when it is a compute elsewhere that the workspace only keeps a note of. It has no slots. */
  elsewhere?: string;
}

/** The compute that every workspace is born with. */
export const BORN_COMPUTE = 'cpu';

/**
 * What Azure's clients call the machine that they run on, and computes that Azure finds by itself; they ask no workspace for either.
 * Here both are the workspace's own machine, so the names stand for the compute of birth.
 */
const thisMachine: readonly string[] = ['local', 'serverless'];

/** Whether a compute's name stands for the machine of the workspace. */
export function isThisMachine(name: string): boolean {
  return thisMachine.includes(name.toLowerCase());
}

/** The computes that the workspace is born with: one slot a core. */
export function bornComputes(): Compute[] {
  return [{ name: BORN_COMPUTE, slots: availableParallelism() }];
}

/** Every compute there is now: those of birth, then those that clients made. */
export function allComputes(declared: DocumentStore<DeclaredCompute>): Compute[] {
  return [
    ...bornComputes(),
    ...declared.list().map(({ name, properties }) => ({
      name,
      slots: slotsOf(properties),
      ...(isElsewhere(properties.computeType) ? { elsewhere: properties.computeType } : {})
    }))
  ];
}

/** The compute of this name. As in Azure, capitals make no difference to it. */
export function computeNamed<C extends { name: string }>(
  computes: readonly C[],
  name: string
): C | undefined {
  const folded = name.toLowerCase();
  return (
    computes.find(compute => compute.name === name) ??
    computes.find(compute => compute.name.toLowerCase() === folded)
  );
}

/** True for a compute that is not this machine, and false for what this machine can be: a cluster or an instance. */
export function isElsewhere(computeType: string): boolean {
  return computeType !== 'AmlCompute' && computeType !== 'ComputeInstance';
}

/** The nodes of a cluster are slots of this machine; an instance is one node, and none while it is stopped. */
export function slotsOf({ computeType, stopped, properties }: DeclaredCompute): number {
  if (isElsewhere(computeType)) return 0;
  if (computeType === 'AmlCompute') return properties.scaleSettings?.maxNodeCount ?? 1;
  return stopped ? 0 : 1;
}
