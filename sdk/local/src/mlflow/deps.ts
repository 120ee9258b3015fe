import type { Database } from 'libsql';

/** What MLflow's part of the workspace needs from the rest. */
export interface MlflowDeps {
  db: Database;
  /** The time in milliseconds since 1970. */
  now: () => number;
  newId: () => string;
  /** The folder of the datastore `workspaceartifactstore`. The artifacts of a run lie in `ExperimentRun/dcid.{run}` below it. */
  artifactRoot: string;
  /** Who a run belongs to when its creator does not say. */
  user: string;
  /** The folder or file that an `azureml://…/datastores/{d}/paths/{p}` URI stands for; undefined when it is not of this workspace. */
  resolveDatastorePath?: (uri: string) => string | undefined;
  /** Folders of programs beside which MLflow's own page may be installed. */
  programs?: readonly string[];
}
