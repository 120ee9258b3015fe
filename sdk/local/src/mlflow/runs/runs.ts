import type { Database } from 'libsql';
import { outputFolder } from 'carry-ml/arm';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { fail } from '../errors.js';
import { DatasetStore, type DatasetInput } from '../experiments/datasets.js';
import { ExperimentStore, runsLocation } from '../experiments/experiments.js';
import type { Stage } from '../lifecycle.js';
import { MetricRows } from '../metrics/metric-rows.js';
import { MetricStore, type Metric } from '../metrics/metrics.js';
import { nameFromId } from '../random-name.js';
import { KeyedValues } from '../tables/keyed-values.js';
import { mapInTurns } from '../wire/in-turns.js';
import { RunModelStore, type RunModel } from './run-models.js';
import { RunNotes } from './run-notes.js';
import { runQuery, type RunQuery } from './run-search.js';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** A run without its logged data. Times are in milliseconds since 1970. */
export interface RunInfo {
  runId: string;
  experimentId: string;
  name: string;
  userId: string;
  status: RunStatus;
  startTime: number;
  endTime?: number;
  stage: Stage;
  artifactUri: string;
}

/** A run with its logged data; of each metric only the latest value. */
export interface Run extends RunInfo {
  metrics: Metric[];
  params: Record<string, string>;
  tags: Record<string, string>;
  datasets: DatasetInput[];
  modelsIn: RunModel[];
  modelsOut: RunModel[];
}

interface Row {
  run_id: string;
  experiment_id: number;
  run_name: string;
  user_id: string;
  status: RunStatus;
  start_time: number;
  end_time: number | null;
  stage: Stage;
  artifact_uri: string;
}

/** A search among fewer runs takes a few milliseconds. */
const RUNS_PER_TURN = 500;

export const runNameTag = 'mlflow.runName';
export const parentRunTag = 'mlflow.parentRunId';

/** Returns the folder of a run's artifacts, as a path in the artifact store. */
export const runFolder = (id: string) => outputFolder(id, 'artifacts').path;

/** Stores runs and their logged data. The run of a job has the job's name as its id, as in Azure ML. */
export class RunStore {
  readonly experiments: ExperimentStore;
  readonly metrics: MetricStore;
  readonly params: KeyedValues;
  readonly runTags: KeyedValues;
  readonly datasets: DatasetStore;
  readonly models: RunModelStore;
  readonly metricRows: MetricRows;
  readonly notes: RunNotes;
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    now: () => number
  ) {
    this.experiments = new ExperimentStore(db, now);
    this.metrics = new MetricStore(db);
    this.params = new KeyedValues(db, 'mlflow_params', 'run_id');
    this.runTags = new KeyedValues(db, 'mlflow_tags', 'run_id');
    this.datasets = new DatasetStore(db);
    this.models = new RunModelStore(db);
    this.metricRows = new MetricRows(db);
    this.notes = new RunNotes(db);
    this.queries = new Queries(db);
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_runs (
        run_id TEXT PRIMARY KEY, experiment_id INTEGER NOT NULL, run_name TEXT NOT NULL, user_id TEXT NOT NULL, status TEXT NOT NULL,
        start_time INTEGER NOT NULL, end_time INTEGER, stage TEXT NOT NULL, artifact_uri TEXT NOT NULL);
      DROP INDEX IF EXISTS mlflow_runs_by_experiment;
      CREATE INDEX IF NOT EXISTS mlflow_runs_by_start ON mlflow_runs (experiment_id, start_time DESC, run_id, stage)`);
  }

  /**
   * Creates the run of a job in an experiment by name, or returns the existing run unchanged. A run that has ended and was then
   * deleted belonged to an earlier job of the same name, so it is replaced.
   */
  create(run: {
    runId: string;
    experimentName: string;
    runName?: string;
    userId: string;
    startTime: number;
    tags?: Record<string, string>;
  }): RunInfo {
    return inTransaction(this.db, () => {
      const experimentId = this.experiments.ensure(run.experimentName);
      const before = this.find(run.runId);
      if (before?.stage === 'deleted' && before.status !== 'RUNNING') this.erase(run.runId);
      else if (before) return before;
      return this.insert({ ...run, experimentId });
    });
  }

  /** Permanently deletes a run with its logged data. */
  private erase(runId: string): void {
    this.metrics.erase(runId);
    this.metricRows.erase(runId);
    this.notes.erase(runId);
    for (const table of ['params', 'tags', 'run_datasets', 'run_models', 'runs'])
      this.db.prepare(`DELETE FROM mlflow_${table} WHERE run_id = ?`).run(runId);
  }

  /** Creates a run in an experiment by id. */
  insert(run: {
    runId: string;
    experimentId: string;
    runName?: string;
    userId: string;
    startTime: number;
    tags?: Record<string, string>;
  }): RunInfo {
    const name = run.runName || run.tags?.[runNameTag] || nameFromId(run.runId);
    return inTransaction(this.db, () => {
      this.db
        .prepare(`INSERT INTO mlflow_runs VALUES (?, ?, ?, ?, 'RUNNING', ?, NULL, 'active', ?)`)
        .run(
          run.runId,
          Number(run.experimentId),
          name,
          run.userId,
          run.startTime,
          `${runsLocation}/dcid.${run.runId}`
        );
      this.runTags.set(run.runId, { ...run.tags, [runNameTag]: name });
      return this.getInfo(run.runId);
    });
  }

  find(runId: string): RunInfo | undefined {
    const row = this.db.prepare('SELECT * FROM mlflow_runs WHERE run_id = ?').get(runId);
    return row ? toInfo(row as Row) : undefined;
  }

  /** Lists the runs that name this one as their parent, oldest first. As in MLflow, they are in its experiment. */
  childrenOf({ runId, experimentId }: RunInfo): RunInfo[] {
    const rows = this.db
      .prepare(
        `SELECT r.* FROM mlflow_runs r JOIN mlflow_tags t ON t.run_id = r.run_id AND t.key = ?
         WHERE r.experiment_id = ? AND r.stage = 'active' AND t.value = ? ORDER BY r.start_time, r.run_id`
      )
      .all(parentRunTag, Number(experimentId), runId) as Row[];
    return rows.map(toInfo);
  }

  /** Lists a part of the runs of an experiment, newest first. */
  ofExperiment(
    experimentId: string,
    { offset, limit }: { offset: number; limit: number }
  ): RunInfo[] {
    const rows = this.db
      .prepare(
        `SELECT * FROM mlflow_runs WHERE experiment_id = ? AND stage = 'active'
         ORDER BY start_time DESC, run_id LIMIT ? OFFSET ?`
      )
      .all(Number(experimentId), limit, offset) as Row[];
    return rows.map(toInfo);
  }

  /** Returns a run without its logged data, or throws MLflow's error. */
  getInfo(runId: string): RunInfo {
    const run = this.find(runId);
    if (!run) throw fail('RunNotFound', { id: runId });
    return run;
  }

  /** Returns a run that may be changed. Throws if it is deleted. */
  getActive(runId: string): RunInfo {
    const run = this.getInfo(runId);
    if (run.stage !== 'active') throw fail('RunNotActive', { id: runId, stage: run.stage });
    return run;
  }

  get(runId: string): Run {
    return this.withData([this.getInfo(runId)])[0] as Run;
  }

  tags(runId: string): Record<string, string> {
    return this.runTags.of(runId);
  }

  /** Sets tags. The tag `mlflow.runName` also renames the run. */
  setTags(runId: string, tags: Record<string, string>): void {
    inTransaction(this.db, () => {
      this.getActive(runId);
      this.runTags.set(runId, tags);
      const name = tags[runNameTag];
      if (name !== undefined)
        this.db.prepare('UPDATE mlflow_runs SET run_name = ? WHERE run_id = ?').run(name, runId);
    });
  }

  deleteTag(runId: string, key: string): void {
    this.getActive(runId);
    if (!this.runTags.delete(runId, key)) throw fail('RunTagNotFound', { run: runId, key });
  }

  /** Logs parameters. If one of them was logged before with another value, throws and logs none of them. */
  logParams(runId: string, params: Record<string, string>): void {
    inTransaction(this.db, () => {
      this.getActive(runId);
      const before = this.params.of(runId);
      for (const [key, value] of Object.entries(params)) {
        const old = Object.hasOwn(before, key) ? before[key] : undefined;
        if (old !== undefined && old !== value)
          throw fail('ParameterChanged', { run: runId, key, before: old, value });
      }
      this.params.set(runId, params);
    });
  }

  logMetrics(runId: string, metrics: readonly Metric[]): RunInfo {
    return inTransaction(this.db, () => {
      const run = this.getActive(runId);
      this.metrics.log(runId, metrics);
      return run;
    });
  }

  update(runId: string, change: { status?: RunStatus; endTime?: number; name?: string }): RunInfo {
    return inTransaction(this.db, () => {
      this.getActive(runId);
      this.db
        .prepare(
          'UPDATE mlflow_runs SET status = coalesce(?, status), end_time = coalesce(?, end_time) WHERE run_id = ?'
        )
        .run(change.status ?? null, change.endTime ?? null, runId);
      if (change.name) this.setTags(runId, { [runNameTag]: change.name });
      return this.getInfo(runId);
    });
  }

  /** Ends the run of a job, even if a user has deleted it in the meantime. */
  finish(runId: string, status: 'FINISHED' | 'FAILED' | 'KILLED', endTime: number): void {
    this.db
      .prepare('UPDATE mlflow_runs SET status = ?, end_time = max(?, start_time) WHERE run_id = ?')
      .run(status, endTime, runId);
  }

  setStage(runId: string, stage: Stage): void {
    this.getInfo(runId);
    this.db.prepare('UPDATE mlflow_runs SET stage = ? WHERE run_id = ?').run(stage, runId);
  }

  /** Deletes or restores an experiment with all of its runs. */
  setExperimentStage(experimentId: string, stage: Stage): void {
    inTransaction(this.db, () => {
      const experiment = this.experiments.get(experimentId);
      if (experiment.stage === stage)
        throw fail('ExperimentStageUnchanged', { id: experimentId, stage });
      this.experiments.setStage(experimentId, stage);
      this.db
        .prepare('UPDATE mlflow_runs SET stage = ? WHERE experiment_id = ?')
        .run(stage, Number(experimentId));
    });
  }

  /** Finds runs, without their values: those of a large page are read in parts, by `withData`. */
  async search(query: RunQuery): Promise<RunInfo[]> {
    const { sql, args } = runQuery(query);
    const rows =
      hasPattern(sql) || this.hasMany()
        ? await this.queries.all<Row>({ sql, args })
        : (this.db.prepare(sql).all(...args) as Row[]);
    return mapInTurns(rows, toInfo);
  }

  /** Returns whether a search may take longer than a turn of the event loop should. */
  private hasMany(): boolean {
    return !!this.db.prepare('SELECT 1 FROM mlflow_runs LIMIT 1 OFFSET ?').get(RUNS_PER_TURN);
  }

  /** Reads the values of runs: metrics, parameters, tags, and the data sets and models that they used. */
  withData(infos: RunInfo[]): Run[] {
    const ids = infos.map(info => info.runId);
    const metrics = this.metrics.latest(ids);
    const params = this.params.ofAll(ids);
    const tags = this.runTags.ofAll(ids);
    const datasets = this.datasets.ofRuns(ids);
    const modelsIn = this.models.ofRuns(ids, 'input');
    const modelsOut = this.models.ofRuns(ids, 'output');
    return infos.map(info => ({
      ...info,
      metrics: metrics.get(info.runId) ?? [],
      params: params.get(info.runId) ?? {},
      tags: tags.get(info.runId) ?? {},
      datasets: datasets.get(info.runId) ?? [],
      modelsIn: modelsIn.get(info.runId) ?? [],
      modelsOut: modelsOut.get(info.runId) ?? []
    }));
  }
}

/** Returns whether a query compares with a pattern, which may take long even for one value. */
function hasPattern(sql: string): boolean {
  return / (?:GLOB|LIKE|REGEXP) \?/.test(sql);
}

function toInfo(row: Row): RunInfo {
  return {
    runId: row.run_id,
    experimentId: String(row.experiment_id),
    name: row.run_name,
    userId: row.user_id,
    status: row.status,
    startTime: row.start_time,
    endTime: row.end_time ?? undefined,
    stage: row.stage,
    artifactUri: row.artifact_uri
  };
}
