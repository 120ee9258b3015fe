import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import LibsqlDatabase, { type Database } from 'libsql';
import { fastify, type FastifyInstance, type InjectOptions } from 'fastify';
import { acceptAnyBody } from '../protocol/any-body.js';
import { ModelStore } from '../store/model-store.js';
import { inTransaction } from '../store/transaction.js';
import { ArtifactStore } from './artifacts/artifacts.js';
import { EvaluationDatasetStore } from './evaluation-datasets/evaluation-datasets.js';
import { LoggedModelStore } from './logged-models/logged-models.js';
import { ModelLocations } from './registry/model-uri.js';
import { Registry } from './registry/registry.js';
import { mlflowRoutes } from './mlflow-routes.js';
import { RunStore } from './runs/runs.js';
import { ScorerStore } from './scorers/scorers.js';
import { TraceStore } from './traces/traces.js';

export const prefix =
  '/mlflow/v2.0/subscriptions/s/resourceGroups/r/providers/Microsoft.MachineLearningServices/workspaces/w';

/** The fields of MLflow's responses that tests read. */
interface ResponseBody {
  error_code: string;
  message: string;
  artifact_uri: string;
  files?: unknown[];
  model: { info: { model_id: string; tags?: { key: string; value: string }[] } };
  registered_model: { last_updated_timestamp: number };
  model_version: Record<string, unknown>;
  model_versions?: unknown[];
  run: {
    info: { run_id: string };
    data: { metrics: { key: string; value: number | string }[] };
  };
}

/** MLflow's API with its own database and folder, called in process. */
export class TestWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'carry-mlflow-'));
  readonly artifactRoot = join(this.folder, 'azureml');
  readonly db: Database = new LibsqlDatabase(join(this.folder, 'state.db'));
  readonly app: FastifyInstance = fastify();
  private time = 1_700_000_000_000;

  constructor() {
    const { db, now } = this;
    const newId = () => randomUUID().replaceAll('-', '');
    const runs = new RunStore(db, now);
    const logged = new LoggedModelStore(db, now);
    const models = new ModelStore(db, now);
    const blobStore = (uri: string) =>
      uri === 'azureml://datastores/workspaceblobstore/paths/'
        ? join(this.folder, 'blobstore')
        : undefined;
    acceptAnyBody(this.app);
    void this.app.register(mlflowRoutes, {
      prefix,
      runs,
      logged,
      registry: new Registry(models),
      locations: new ModelLocations(runs, models, logged),
      traces: new TraceStore(db, now),
      evaluationDatasets: new EvaluationDatasetStore(db, now, newId),
      scorers: new ScorerStore(db, runs.experiments, now, newId),
      artifacts: new ArtifactStore(this.artifactRoot, newId, blobStore),
      transaction: work => inTransaction(db, work),
      now,
      newId,
      user: 'ada',
      programs: [join(this.folder, 'venv', 'bin')]
    });
  }

  /** A clock that advances by a millisecond at each call. */
  readonly now = () => this.time++;

  async call(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    payload?: InjectOptions['payload']
  ) {
    const response = await this.app.inject({ method, url: `${prefix}/api/2.0/${path}`, payload });
    return { status: response.statusCode, body: response.json<ResponseBody>() };
  }

  /** Requests a path and returns the raw response. */
  async fetch(path: string) {
    return { response: await this.app.inject(`${prefix}/api/2.0/${path}`) };
  }

  /** Calls an endpoint of version 3 of the API. */
  async call3(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const url = `${prefix}/api/3.0/mlflow/${path}`;
    const response = await this.app.inject({ method, url, payload });
    return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  }

  post(path: string, payload: object) {
    return this.call('POST', `mlflow/${path}`, payload);
  }

  get(path: string, query: Record<string, string> = {}) {
    return this.call('GET', `mlflow/${path}?${new URLSearchParams(query).toString()}`);
  }

  /** Creates a run in the default experiment and returns its id. */
  async run(facts: object = {}): Promise<string> {
    const { body } = await this.post('runs/create', { experiment_id: '0', ...facts });
    return body.run.info.run_id;
  }

  async close(): Promise<void> {
    await this.app.close();
    this.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
