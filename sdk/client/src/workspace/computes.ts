import type { Resource } from '../arm/index.js';
import type { ArmWorkspace, Paged } from '../arm/client/index.js';
import { fail } from './errors.js';

/** Something that jobs run on. */
export interface Compute {
  name: string;
  id: string;
  /** `AmlCompute`, `ComputeInstance`, … */
  type: string;
  /** `Succeeded` when it can take jobs. */
  state: string;
  description?: string;
}

type ComputeResource = Resource<{
  computeType?: string;
  provisioningState?: string;
  description?: string | null;
}>;

/** What is taken among several when none is named: the name of the one a workspace is usually given first. */
const USUAL = 'cpu';

/** The computes of a workspace. */
export class Computes {
  constructor(private readonly arm: ArmWorkspace) {}

  list(): Paged<Compute> {
    return this.arm.list<ComputeResource>('/computes').map(toCompute);
  }

  /** @throws CarryError with the service's code when there is none of that name */
  async get(name: string): Promise<Compute> {
    return toCompute(await this.arm.read<ComputeResource>(`/computes/${encodeURIComponent(name)}`));
  }

  /**
   * The compute for a job that names none: the only one, or the one named `cpu`. Undefined when the workspace has
   * none at all, where Azure runs jobs without one (serverless).
   *
   * @throws CarryError `ComputeNeeded`
   */
  async usual(): Promise<Compute | undefined> {
    const all = await this.list().all();
    const usual = all.length === 1 ? all[0] : all.find(compute => compute.name === USUAL);
    if (usual || all.length === 0) return usual;
    throw fail('ComputeNeeded', { names: all.map(compute => compute.name) });
  }
}

function toCompute({ id, name, properties }: ComputeResource): Compute {
  return {
    name,
    id,
    type: properties.computeType ?? 'unknown',
    state: properties.provisioningState ?? 'Unknown',
    ...(properties.description ? { description: properties.description } : {})
  };
}
