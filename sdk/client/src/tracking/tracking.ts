import { Connection, mlflowRestUri, type Variables } from '../arm/client/index.js';
import { artifactStore } from './artifact-store.js';
import type { HistoryService } from './artifacts.js';
import { fail } from './errors.js';
import { Experiments } from './experiments.js';
import { fixedToken } from './job-token.js';
import { mlflowAt } from './mlflow.js';
import type { RunAccess } from './run.js';
import { Runs } from './runs.js';

/** A tracking server. */
export interface Tracking {
  runs: Runs;
  experiments: Experiments;
}

/** How a workspace tracks. */
export interface TrackingOptions {
  /** Opens the way to MLflow's REST API; asked once, at the first use. */
  connect: () => Promise<Connection>;
  /** Where `azureml://` artifacts are reached through. */
  history?: () => Promise<HistoryService>;
  variables?: Variables;
}

/** Tracking over a connection that is opened when it is first needed. */
export function trackingOf(options: TrackingOptions): Tracking {
  let opened: Promise<RunAccess> | undefined;
  const open = async (): Promise<RunAccess> => {
    const mlflow = mlflowAt(await options.connect());
    return { mlflow, artifacts: run => artifactStore(run, mlflow, options.history) };
  };
  const access = (): Promise<RunAccess> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const experiments = new Experiments(async () => (await access()).mlflow);
  return { experiments, runs: new Runs(access, experiments, options.variables ?? {}) };
}

/**
 * Tracks on any MLflow server.
 *
 * @example const { runs } = trackingAt('http://127.0.0.1:5000');
 * @throws CarryError `TrackingUriUnsupported`
 */
export function trackingAt(uri: string, options: { token?: string } = {}): Tracking {
  if (!/^https?:\/\//.test(uri)) throw fail('TrackingUriUnsupported', { uri });
  const { token } = options;
  const credential = token ? fixedToken(token) : undefined;
  const connection = new Connection({ endpoint: mlflowRestUri(uri), credential });
  return trackingOf({ connect: () => Promise.resolve(connection), variables: process.env });
}
