import type { Paged } from '../arm/client/index.js';

/** A named group of runs. */
export interface Experiment {
  id: string;
  name: string;
  artifactLocation: string;
  tags: Record<string, string>;
}

/** The experiments of a workspace or MLflow server. */
export declare class Experiments {
  list(): Paged<Experiment>;
  get(name: string): Promise<Experiment>;
  /** The experiment of that name, made when it is not there. */
  ensure(name: string): Promise<Experiment>;
}
