import { withoutOuterSlashes } from 'carry-ml/arm';
import type { Database } from 'libsql';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { artifactsScheme } from '../artifacts/artifacts.js';
import { fail } from '../errors.js';
import type { Stage } from '../lifecycle.js';
import { nameFromId } from '../random-name.js';
import { groupBy } from '../tables/group-by.js';
import { KeyedValues } from '../tables/keyed-values.js';
import { LoggedModelMetrics, type LoggedModelMetric } from './logged-model-metrics.js';
import { loggedModelQuery, type LoggedModelQuery } from './logged-model-search.js';

export type LoggedModelStatus =
  | 'LOGGED_MODEL_STATUS_UNSPECIFIED'
  | 'LOGGED_MODEL_PENDING'
  | 'LOGGED_MODEL_READY'
  | 'LOGGED_MODEL_UPLOAD_FAILED';

/** A model that was logged to an experiment, whether or not it is also registered. Times are in milliseconds since 1970. */
export interface LoggedModel {
  modelId: string;
  experimentId: string;
  name: string;
  artifactUri: string;
  status: LoggedModelStatus;
  modelType?: string;
  sourceRunId?: string;
  stage: Stage;
  createdAt: number;
  updatedAt: number;
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: LoggedModelMetric[];
}

/** A model without its values. */
export interface Row {
  model_id: string;
  experiment_id: number;
  name: string;
  artifact_uri: string;
  status: LoggedModelStatus;
  model_type: string | null;
  source_run_id: string | null;
  stage: Stage;
  created_at: number;
  updated_at: number;
}

/** The origin of logged models' artifacts, as Azure ML names the origins of artifacts. */
export const modelOrigin = 'LoggedModel';

/** Returns the folder of a logged model's artifacts, as a path in the artifact store: its own, or that of a run's files. */
export const modelFolder = ({ artifactUri }: { artifactUri: string }) =>
  withoutOuterSlashes(artifactUri.slice(artifactsScheme.length));

/** Stores the logged models of MLflow 3. */
export class LoggedModelStore {
  private readonly params: KeyedValues;
  private readonly tags: KeyedValues;
  private readonly metrics: LoggedModelMetrics;
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_logged_models (
        model_id TEXT PRIMARY KEY, experiment_id INTEGER NOT NULL, name TEXT NOT NULL, artifact_uri TEXT NOT NULL, status TEXT NOT NULL,
        model_type TEXT, source_run_id TEXT, stage TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS mlflow_logged_models_by_name ON mlflow_logged_models (experiment_id, name)`);
    this.params = new KeyedValues(db, 'mlflow_logged_model_params', 'model_id');
    this.tags = new KeyedValues(db, 'mlflow_logged_model_tags', 'model_id');
    this.metrics = new LoggedModelMetrics(db);
    this.queries = new Queries(db);
  }

  create(model: {
    modelId: string;
    experimentId: string;
    name?: string;
    modelType?: string;
    sourceRunId?: string;
    /** Where the model's files already are; a new folder unless given. */
    artifactUri?: string;
    params: Record<string, string>;
    tags: Record<string, string>;
  }): LoggedModel {
    return inTransaction(this.db, () => {
      const at = this.now();
      this.db
        .prepare(
          `INSERT INTO mlflow_logged_models VALUES (?, ?, ?, ?, 'LOGGED_MODEL_PENDING', ?, ?, 'active', ?, ?)`
        )
        .run(
          model.modelId,
          Number(model.experimentId),
          model.name || nameFromId(model.modelId),
          model.artifactUri ?? `${artifactsScheme}${modelOrigin}/${model.modelId}`,
          model.modelType || null,
          model.sourceRunId || null,
          at,
          at
        );
      this.params.set(model.modelId, model.params);
      this.tags.set(model.modelId, model.tags);
      return this.get(model.modelId);
    });
  }

  find(modelId: string, allowDeleted = false): LoggedModel | undefined {
    const row = this.db
      .prepare('SELECT * FROM mlflow_logged_models WHERE model_id = ?')
      .get(modelId);
    if (!row || (!allowDeleted && (row as Row).stage === 'deleted')) return undefined;
    return this.withData([row as Row])[0];
  }

  get(modelId: string, allowDeleted = false): LoggedModel {
    const model = this.find(modelId, allowDeleted);
    if (!model) throw fail('LoggedModelNotFound', { id: modelId });
    return model;
  }

  setStatus(modelId: string, status: LoggedModelStatus): LoggedModel {
    this.updateColumn(modelId, 'status', status);
    return this.get(modelId, true);
  }

  delete(modelId: string): void {
    this.updateColumn(modelId, 'stage', 'deleted');
  }

  setTags(modelId: string, tags: Record<string, string>): LoggedModel {
    return inTransaction(this.db, () => {
      this.get(modelId, true);
      this.tags.set(modelId, tags);
      return this.get(modelId, true);
    });
  }

  deleteTag(modelId: string, key: string): void {
    this.get(modelId, true);
    if (!this.tags.delete(modelId, key))
      throw fail('LoggedModelTagNotFound', { model: modelId, key });
  }

  logParams(modelId: string, params: Record<string, string>): void {
    inTransaction(this.db, () => {
      this.get(modelId, true);
      this.params.set(modelId, params);
    });
  }

  /** Records metrics of a run that were measured on logged models. */
  logMetrics(
    runId: string,
    experimentId: string,
    metrics: readonly (Omit<LoggedModelMetric, 'runId'> & {
      dataset_name?: string;
      dataset_digest?: string;
    })[]
  ): void {
    this.metrics.log(
      experimentId,
      metrics.map(metric => ({
        ...metric,
        runId,
        datasetName: metric.dataset_name,
        datasetDigest: metric.dataset_digest
      }))
    );
  }

  /** Returns the latest model that a run logged under a name, which a URI `runs:/{run}/{name}` may refer to. */
  ofRun(runId: string, name: string): LoggedModel | undefined {
    const row = this.db
      .prepare(
        `SELECT * FROM mlflow_logged_models WHERE source_run_id = ? AND name = ? AND stage = 'active' ORDER BY created_at DESC LIMIT 1`
      )
      .get(runId, name) as Row | undefined;
    return row && this.withData([row])[0];
  }

  /** Returns the runs of an experiment that logged a model under a name. */
  runsWith(experimentId: string, name: string): Set<string> {
    const rows = this.db
      .prepare(
        `SELECT DISTINCT source_run_id AS run FROM mlflow_logged_models
         WHERE experiment_id = ? AND name = ? AND stage = 'active' AND source_run_id IS NOT NULL`
      )
      .all(Number(experimentId), name) as { run: string }[];
    return new Set(rows.map(({ run }) => run));
  }

  /** Finds models, without their values: those of a large page are read in parts, by `withData`. */
  async search(query: LoggedModelQuery): Promise<Row[]> {
    return this.queries.all<Row>(loggedModelQuery(query));
  }

  private updateColumn(modelId: string, column: 'status' | 'stage', value: string): void {
    const { changes } = this.db
      .prepare(`UPDATE mlflow_logged_models SET ${column} = ?, updated_at = ? WHERE model_id = ?`)
      .run(value, this.now(), modelId);
    if (changes === 0) throw fail('LoggedModelNotFound', { id: modelId });
  }

  /** Reads the values of models: parameters, tags and metrics. */
  withData(rows: Row[]): LoggedModel[] {
    const ids = rows.map(row => row.model_id);
    const params = this.params.ofAll(ids);
    const tags = this.tags.ofAll(ids);
    const metrics = groupBy(this.metrics.ofModels(ids), metric => metric.modelId);
    return rows.map(row => ({
      modelId: row.model_id,
      experimentId: String(row.experiment_id),
      name: row.name,
      artifactUri: row.artifact_uri,
      status: row.status,
      modelType: row.model_type ?? undefined,
      sourceRunId: row.source_run_id ?? undefined,
      stage: row.stage,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      params: params.get(row.model_id) ?? {},
      tags: tags.get(row.model_id) ?? {},
      metrics: metrics.get(row.model_id) ?? []
    }));
  }
}
