import type { GivenParameters } from '../coerce.js';

/** A step of a pipeline: a notebook or a script, which runs with the files of its folder. */
export interface PipelineStep {
  /** Path of a notebook (`.ipynb`) or of a script (`.py`, `.js` or `.mjs`). */
  path: string;
  /** Values of the notebook's parameters; a script gets them as `--name value`. */
  parameters?: GivenParameters;
  /** The parameters that get the path of a new folder, which the step writes into and later steps read. */
  outputs?: readonly string[];
  /** The parameters that get the path of a folder that an earlier step has written: `{ data_dir: 'prepare.out_dir' }`. */
  inputs?: Readonly<Record<string, string>>;
  environmentVariables?: Readonly<Record<string, string>>;
  /** Name of a compute; default: that of the pipeline. */
  compute?: string;
  /** `name`, `name:version`, `name@label` or an ARM id; default: that of the pipeline. */
  environment?: string;
  /** Seconds after which the step is stopped; default: the service's. */
  timeout?: number;
}

/** The steps of a pipeline by name. A step starts once the steps that it reads from have completed. */
export type PipelineSteps = Readonly<Record<string, PipelineStep>>;
