import type { Connection } from '../arm/client/index.js';

/** Operations of MLflow's REST API, below `api/2.0/mlflow/`. */
export interface Mlflow {
  connection: Connection;
  get<T>(operation: string, query: Record<string, string | number | undefined>): Promise<T>;
  post<T>(operation: string, body: unknown): Promise<T>;
}

/** MLflow's REST API at the address of a connection. */
export function mlflowAt(connection: Connection): Mlflow {
  const path = (operation: string) => `/api/2.0/mlflow/${operation}`;
  return {
    connection,
    get: (operation, query) => connection.read({ path: path(operation), query }),
    post: (operation, json) => connection.read({ method: 'POST', path: path(operation), json })
  };
}

/** A run as MLflow answers it; whole numbers may come as texts. */
export interface RunRecord {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    status: string;
    start_time?: number | string;
    end_time?: number | string;
    artifact_uri?: string;
    lifecycle_stage?: string;
  };
  data?: {
    metrics?: MetricRecord[];
    params?: { key: string; value: string }[];
    tags?: { key: string; value: string }[];
  };
}

/** One value of a metric; NaN and infinities come as texts. */
export interface MetricRecord {
  key: string;
  value: number | string;
  timestamp: number | string;
  step?: number | string;
}
