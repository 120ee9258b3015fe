import type { WorkspaceId } from './arm/index.js';
import { isLoopback } from './arm/client/index.js';
import { Models } from './registry/index.js';
import { workspaceTracking, type Experiments, type Run, type Runs } from './tracking/index.js';
import {
  Computes,
  DataAssets,
  Datastores,
  Environments,
  Jobs,
  type Reached
} from './workspace/index.js';

/** A workspace: its jobs, runs, models and what they need. */
export class Workspace {
  readonly id: WorkspaceId;
  /** Where its requests go, such as `https://management.azure.com`. */
  readonly endpoint: string;
  readonly jobs: Jobs<Run>;
  readonly runs: Runs;
  readonly experiments: Experiments;
  readonly models: Models;
  readonly computes: Computes;
  readonly environments: Environments;
  readonly data: DataAssets;

  constructor(reached: Reached) {
    const { arm, credential, storageSuffix } = reached;
    this.id = arm.id;
    this.endpoint = arm.connection.endpoint;
    const datastores = new Datastores(arm, credential, storageSuffix);
    const { runs, experiments } = workspaceTracking(reached);
    this.runs = runs;
    this.experiments = experiments;
    this.computes = new Computes(arm);
    this.environments = new Environments(arm);
    this.data = new DataAssets(arm, datastores);
    this.models = new Models({ arm, datastores, runs });
    this.jobs = new Jobs<Run>({
      arm,
      datastores,
      computes: this.computes,
      environments: this.environments,
      openRun: id => runs.get(id)
    });
  }

  /** For display: `local` when the endpoint is on this machine. */
  get kind(): 'azure' | 'local' {
    return isLoopback(this.endpoint) ? 'local' : 'azure';
  }
}
