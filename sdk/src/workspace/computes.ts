import type { Paged } from '../arm/client/index.js';

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

/** The computes of a workspace. */
export declare class Computes {
  list(): Paged<Compute>;
  get(name: string): Promise<Compute>;
}
