import type { Paged } from '../arm/client/index.js';

/** A name that versions are registered under. */
export interface Model {
  name: string;
  latestVersion?: string;
  description?: string;
  tags: Record<string, string>;
}

/** One registered version. */
export interface ModelVersion {
  name: string;
  version: string;
  id: string;
  type: 'custom_model' | 'mlflow_model' | 'triton_model';
  /** Where its files lie. */
  uri: string;
  /** Name of the job (the run's id) that made it. */
  run?: string;
  description?: string;
  tags: Record<string, string>;
  createdAt?: Date;
}

/** What to register: files that a run kept, or local ones. */
export interface ModelRegister {
  name: string;
  /** The run (or job) whose artifacts hold the model; then `path` is a path among them. */
  run?: string | { id: string } | { name: string };
  /** Path among the run's artifacts, or a local file or folder. */
  path: string;
  /** Default: `mlflow_model` when the folder holds an `MLmodel` file that is seen, else `custom_model`. */
  type?: ModelVersion['type'];
  description?: string;
  tags?: Record<string, string>;
}

/** The registered models of a workspace. */
export declare class Models {
  /**
   * @example await ws.models.register({ name: 'adder', run: job.name, path: 'model' });
   */
  register(model: ModelRegister): Promise<ModelVersion>;
  list(): Paged<Model>;
  versions(name: string): Paged<ModelVersion>;
  get(name: string, version?: string): Promise<ModelVersion>;
  download(name: string, version: string, dir: string): Promise<string[]>;
}
