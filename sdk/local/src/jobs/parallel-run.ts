import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JobBase } from 'carry-ml/arm';
import { fail } from './errors.js';

/**
 * How a job runs its entry script over the mini-batches of one input. A command job with these settings in its field `parallel` starts
 * the driver, which reads them as JSON; hence the names.
 */
export interface ParallelRun {
  entry_script: string;
  /** The input that is split. */
  input_name: string;
  input_type: string;
  program_arguments?: string;
  /** The output that collects the results of all mini-batches: `${{outputs.x}}`. */
  append_row_to?: string;
  /** The name of the file with the results, where that output is a folder. */
  output_file_name?: string;
  /** The input that is the model of a deployment. */
  model_name?: string;
  /** A number of files, or a size such as `10kb` for tables. */
  mini_batch_size?: string;
  partition_keys?: string[];
  instance_count?: number;
  max_concurrency_per_instance?: number;
  max_retries?: number;
  /** Seconds for one call of `run`. */
  timeout?: number;
  error_threshold?: number;
  mini_batch_error_threshold?: number;
  logging_level?: string;
}

/** The command of jobs that run an entry script over mini-batches. */
export const PARALLEL_COMMAND = 'python "$CARRY_PARALLEL_DRIVER"';

/** The entry script of MLflow models that have none of their own. */
export const MLFLOW_SCORING = 'mlflow:pyfunc';

/** In the repository the driver has its own folder; the published package contains a copy. */
const places = ['../../../../kernels/parallel/', '../parallel/'].map(place =>
  fileURLToPath(new URL(`${place}run_parallel.py`, import.meta.url))
);

/**
 * The variables by which such a job finds the driver and its settings; none for other jobs.
 *
 * @param logLimit - maximum size of what its workers print, in bytes
 */
export function parallelVariables({ parallel }: JobBase, logLimit: number): Record<string, string> {
  if (typeof parallel !== 'object' || parallel === null) return {};
  const driver = places.find(existsSync);
  if (driver === undefined) throw fail('ParallelDriverMissing', { looked: places });
  return {
    CARRY_PARALLEL_DRIVER: driver,
    CARRY_PARALLEL: JSON.stringify(parallel),
    CARRY_PARALLEL_LOG_LIMIT: String(logLimit)
  };
}
