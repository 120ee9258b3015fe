import type { Paged } from '../arm/client/index.js';
import type { Run } from './run.js';

/** A run to start. */
export interface RunStart {
  /** Name of the experiment, made when it is not there; default: `Default`. */
  experiment?: string;
  name?: string;
  tags?: Record<string, string>;
}

/** Which runs to find. */
export interface RunSearch {
  /** Names of experiments; default: all. */
  experiments?: string[];
  /** MLflow's filter, such as `metrics.loss < 0.1 and params.digits = '2'`. */
  filter?: string;
  /** Such as `metrics.loss ASC`. */
  orderBy?: string[];
  limit?: number;
}

/** The runs of a workspace or MLflow server. */
export declare class Runs {
  /**
   * @example
   * const run = await ws.runs.start({ experiment: 'adder' });
   * run.logMetric('loss', 0.1, 1);
   * await run.end();
   */
  start(options?: RunStart): Promise<Run>;
  /**
   * The run of the job that this program is part of.
   *
   * @throws CarryError `NoCurrentRun` outside a job
   */
  current(): Promise<Run>;
  get(id: string): Promise<Run>;
  search(options?: RunSearch): Paged<Run>;
}
