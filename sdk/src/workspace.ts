import type { WorkspaceId } from './arm/index.js';
import type { Models } from './registry/index.js';
import type { Experiments, Run, Runs } from './tracking/index.js';
import type { Computes, DataAssets, Environments, Jobs } from './workspace/index.js';

/** A workspace: its jobs, runs, models and what they need. */
export declare class Workspace {
  readonly id: WorkspaceId;
  /** Where its requests go, such as `https://management.azure.com`. */
  readonly endpoint: string;
  /** For display: `local` when the endpoint is on this machine. */
  readonly kind: 'azure' | 'local';
  readonly jobs: Jobs<Run>;
  readonly runs: Runs;
  readonly experiments: Experiments;
  readonly models: Models;
  readonly computes: Computes;
  readonly environments: Environments;
  readonly data: DataAssets;
}
