import type { Connection } from '../arm/client/index.js';

/** Operations of MLflow's REST API, below `api/2.0/mlflow/`. */
export interface Mlflow {
  connection: Connection;
  /** Aborts the requests of this object and of those that use its connection. */
  signal?: AbortSignal;
  get<T>(operation: string, query: Record<string, string | number | undefined>): Promise<T>;
  post<T>(operation: string, body: unknown): Promise<T>;
  delete(operation: string, body: unknown): Promise<void>;
}

/** Returns MLflow's REST API at the address of a connection. */
export function mlflowAt(connection: Connection, signal?: AbortSignal): Mlflow {
  const path = (operation: string) => `/api/2.0/mlflow/${operation}`;
  return {
    connection,
    signal,
    get: (operation, query) => connection.read({ path: path(operation), query, signal }),
    post: (operation, json) =>
      connection.read({ method: 'POST', path: path(operation), json, signal }),
    delete: (operation, json) =>
      connection.read({ method: 'DELETE', path: path(operation), json, signal })
  };
}

/** A run as MLflow returns it; whole numbers may be strings. */
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
  outputs?: { model_outputs?: { model_id: string }[] };
}

/** One value of a metric; NaN and infinities are strings (`metric-json.ts`), and some servers write null for NaN. */
export interface MetricRecord {
  key: string;
  value: number | string | null;
  timestamp: number | string;
  step?: number | string;
}
