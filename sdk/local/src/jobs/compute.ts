import { availableParallelism } from 'node:os';
import type { DeclaredCompute } from '../schemas/compute-schema.js';
import type { DocumentStore } from '../store/document-store.js';

/** A compute of the local workspace: this machine, running one job per slot at a time. */
export interface Compute {
  name: string;
  slots: number;
  /** Its type, if the workspace stores only the declaration of a compute elsewhere. Such a compute has no slots. */
  remoteType?: string;
}

/** The compute that every workspace has. */
export const DEFAULT_COMPUTE = 'cpu';

/**
 * Names that Azure's clients use without asking a workspace: the machine that they run on, and computes that Azure chooses itself. Here
 * both are the workspace's own machine, so the names mean the default compute.
 */
const thisMachine: readonly string[] = ['local', 'serverless'];

/** Whether a compute's name means the machine of the workspace. */
export function isThisMachine(name: string): boolean {
  return thisMachine.includes(name.toLowerCase());
}

/** The computes that every workspace has: this machine, with one slot per core. */
export function defaultComputes(): Compute[] {
  return [{ name: DEFAULT_COMPUTE, slots: availableParallelism() }];
}

/** All computes of the workspace: the default ones, then those that clients declared. */
export function allComputes(declared: DocumentStore<DeclaredCompute>): Compute[] {
  return [
    ...defaultComputes(),
    ...declared.list().map(({ name, properties }) => ({
      name,
      slots: slotsOf(properties),
      remoteType: isRemote(properties.computeType) ? properties.computeType : undefined
    }))
  ];
}

/** The compute of this name. As in Azure, names are case-insensitive. */
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

/** Whether computes of this type are elsewhere. Clusters and instances are this machine. */
export function isRemote(computeType: string): boolean {
  return computeType !== 'AmlCompute' && computeType !== 'ComputeInstance';
}

/** The number of jobs that a compute runs at a time: as many as a cluster's maximum of nodes; one on an instance, none while it is stopped. */
export function slotsOf({ computeType, stopped, properties }: DeclaredCompute): number {
  if (isRemote(computeType)) return 0;
  if (computeType === 'AmlCompute') return properties.scaleSettings?.maxNodeCount ?? 1;
  return stopped ? 0 : 1;
}
