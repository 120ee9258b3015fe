import {
  Connection,
  mlflowRestUri,
  orAborted,
  type RequestOptions,
  type Variables
} from '../arm/client/index.js';
import { artifactStore } from './artifact-store.js';
import type { HistoryService } from './artifacts.js';
import { fail } from './errors.js';
import { Experiments } from './experiments.js';
import { fixedToken } from './job-token.js';
import { mlflowAt, type Mlflow } from './mlflow.js';
import { ModelAliases } from './model-aliases.js';
import type { RunAccess } from './run.js';
import { Runs } from './runs.js';

/** The runs, experiments and aliases of models of a tracking server. */
export interface Tracking {
  runs: Runs;
  experiments: Experiments;
  aliases: ModelAliases;
  /** Returns the address of its REST API, below which an MLflow server also serves its page. */
  address: (options?: RequestOptions) => Promise<string>;
}

/** The services of a workspace that tracking uses. */
export interface TrackingOptions {
  /** Opens the connection to MLflow's REST API; called once, at the first use. */
  connect: () => Promise<Connection>;
  /** Opens the connection to run history, which serves `azureml://` artifacts. */
  history?: (options: RequestOptions) => Promise<HistoryService>;
  /** Variables that name the current run. */
  variables?: Variables;
}

/** Returns tracking over a connection that is opened at its first use. */
export function trackingOf(options: TrackingOptions): Tracking {
  let opened: Promise<RunAccess> | undefined;
  const open = async (): Promise<RunAccess> => {
    const connection = await options.connect();
    const mlflow = ({ signal }: RequestOptions) => mlflowAt(connection, signal);
    return {
      mlflow,
      artifacts: (run, request) => artifactStore(run, mlflow(request), options.history)
    };
  };
  const openOnce = () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  const access = ({ signal }: RequestOptions) => orAborted(openOnce, signal);
  const mlflow = async (request: RequestOptions): Promise<Mlflow> =>
    (await access(request)).mlflow(request);
  const experiments = new Experiments(mlflow);
  return {
    experiments,
    runs: new Runs(access, experiments, options.variables ?? {}),
    aliases: new ModelAliases(mlflow),
    address: async (request = {}) => (await mlflow(request)).connection.endpoint
  };
}

/**
 * Returns the runs and experiments of any MLflow server.
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
