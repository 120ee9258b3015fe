import type { WorkspaceId } from './arm/index.js';
import { isLoopback, type RequestOptions } from './arm/client/index.js';
import { Models } from './registry/index.js';
import { workspaceTracking, type Experiments, type Run, type Runs } from './tracking/index.js';
import {
  managementClient,
  Computes,
  DataAssets,
  Datastores,
  Environments,
  Jobs,
  Schedules,
  Secrets,
  type ManagementClient,
  type Reached
} from './workspace/index.js';

/**
 * A connected workspace: its jobs, runs and models, and the computes, environments and data that they use.
 *
 * @example
 * const ws = await connect();
 * const job = await ws.jobs.submitNotebook('adder.ipynb');
 */
export class Workspace {
  readonly id: WorkspaceId;
  /** The address that its requests go to, such as `https://management.azure.com`. */
  readonly endpoint: string;
  readonly jobs: Jobs<Run>;
  readonly runs: Runs;
  readonly experiments: Experiments;
  readonly models: Models;
  readonly computes: Computes;
  readonly environments: Environments;
  readonly data: DataAssets;
  readonly schedules: Schedules;
  readonly secrets: Secrets;

  readonly #reached: Reached;

  constructor(reached: Reached) {
    this.#reached = reached;
    const { arm, credential, storageSuffix } = reached;
    this.id = arm.id;
    this.endpoint = arm.connection.endpoint;
    const datastores = new Datastores(arm, credential, storageSuffix);
    const tracking = workspaceTracking(reached);
    const { runs } = tracking;
    this.runs = runs;
    this.experiments = tracking.experiments;
    this.computes = new Computes(arm);
    this.environments = new Environments(arm);
    this.data = new DataAssets(arm, datastores);
    this.models = new Models({ arm, datastores, tracking });
    this.jobs = new Jobs<Run>({
      arm,
      datastores,
      computes: this.computes,
      data: this.data,
      environments: this.environments,
      openRun: (id, options) => runs.get(id, options)
    });
    this.schedules = new Schedules(arm, this.jobs);
    this.secrets = new Secrets(arm);
  }

  /** `local` if the endpoint is on this machine; for display. */
  get kind(): 'azure' | 'local' {
    return isLoopback(this.endpoint) ? 'local' : 'azure';
  }

  /**
   * Returns Microsoft's own typed client of `@azure/arm-machinelearning`, signed in to this workspace, for operations
   * that have no verb here, such as quotas or endpoints. It drops fields that it does not know, so prefer
   * our own verbs where both exist. Install the package first: `npm install @azure/arm-machinelearning`.
   *
   * @example
   * const client = await ws.management();
   * const { resourceGroup, workspace } = ws.id;
   * for await (const { name } of client.onlineEndpoints.list(resourceGroup, workspace)) console.log(name);
   * @throws CarryError `ManagementClientMissing`
   */
  management(options: RequestOptions = {}): Promise<ManagementClient> {
    return managementClient(this.#reached, options);
  }
}
