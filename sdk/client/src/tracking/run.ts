import { resolve } from 'node:path';
import type { RequestOptions } from '../arm/client/index.js';
import { download, downloadFile, putFile, putFolder } from './artifact-transfer.js';
import type { Artifact, ArtifactStore } from './artifacts.js';
import { MetricBuffer } from './metric-buffer.js';
import {
  MetricReader,
  metricRow,
  metricTable,
  type MetricRow,
  type MetricTable
} from './metric-history.js';
import { metricFromJson, metricToJson } from './metric-json.js';
import type { Mlflow, RunRecord } from './mlflow.js';
import { modelsOfRun, type RunModel } from './run-models.js';

/** MLflow's states of a run. */
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** The services that a run uses. */
export interface RunAccess {
  mlflow: (options: RequestOptions) => Mlflow;
  artifacts: (run: Run, options: RequestOptions) => Promise<ArtifactStore>;
}

/** Maximum number of parameters or tags in one request of MLflow. */
const BATCH_SIZE = 100;

/** One run: its parameters, metrics, tags and artifacts. */
export class Run {
  readonly #access: RunAccess;
  readonly #buffer: MetricBuffer;
  #record: RunRecord;

  constructor(access: RunAccess, record: RunRecord) {
    this.#access = access;
    this.#record = record;
    this.#buffer = new MetricBuffer(async metrics => {
      const sent = metrics.map(({ value, ...rest }) => ({ ...rest, value: metricToJson(value) }));
      await access.mlflow({}).post('runs/log-batch', { run_id: this.id, metrics: sent });
    });
  }

  /** The id, which is the name of the job that it tracks. */
  get id(): string {
    return this.#record.info.run_id;
  }

  /** The id of its experiment. */
  get experimentId(): string {
    return this.#record.info.experiment_id;
  }

  /** The name for display. */
  get name(): string {
    return this.#record.info.run_name ?? this.tags['mlflow.runName'] ?? this.id;
  }

  /** The status as of the last `refresh`. */
  get status(): RunStatus {
    return this.#record.info.status as RunStatus;
  }

  /** True if the run was deleted, as of the last `refresh`; MLflow keeps such a run until it is purged. */
  get isDeleted(): boolean {
    return this.#record.info.lifecycle_stage === 'deleted';
  }

  /** When the run started. */
  get startTime(): Date | undefined {
    return dateOf(this.#record.info.start_time);
  }

  /** When the run ended; undefined while it runs. */
  get endTime(): Date | undefined {
    return dateOf(this.#record.info.end_time);
  }

  /** The parameters as of the last `refresh`. */
  get parameters(): Readonly<Record<string, string>> {
    return recordOf(this.#record.data?.params);
  }

  /** The tags as of the last `refresh`. */
  get tags(): Readonly<Record<string, string>> {
    return recordOf(this.#record.data?.tags);
  }

  /** The latest value of every metric, which may be NaN or infinite, as of the last `refresh`. */
  get metrics(): Readonly<Record<string, number>> {
    const metrics = this.#record.data?.metrics ?? [];
    return Object.fromEntries(metrics.map(({ key, value }) => [key, metricFromJson(value)]));
  }

  /** The latest point of every metric, as of the last `refresh`. Its step or time tells whether the metric was logged again. */
  get latestMetrics(): Readonly<Record<string, MetricRow>> {
    const metrics = this.#record.data?.metrics ?? [];
    return Object.fromEntries(metrics.map(metric => [metric.key, metricRow(metric)]));
  }

  /** The URI of the folder of its artifacts. */
  get artifactUri(): string {
    return this.#record.info.artifact_uri ?? '';
  }

  /** Reads the run again. */
  async refresh(options: RequestOptions = {}): Promise<this> {
    const mlflow = this.#access.mlflow(options);
    this.#record = (await mlflow.get<{ run: RunRecord }>('runs/get', { run_id: this.id })).run;
    return this;
  }

  /**
   * Logs one value of a metric, which is buffered and sent within a second, at `flush()` or at `end()`.
   *
   * @example run.logMetric('loss', 0.1, 20);
   */
  logMetric(key: string, value: number, step = 0): void {
    this.logMetrics({ [key]: value }, step);
  }

  /** Logs several metrics of one step, buffered as with `logMetric`. */
  logMetrics(metrics: Readonly<Record<string, number>>, step = 0): void {
    const timestamp = Date.now();
    this.#buffer.add(
      Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp, step }))
    );
  }

  /**
   * Logs parameters of the run; values that are not strings are written as JSON.
   *
   * @example await run.logParameters({ digits: 2, layers: [64, 64] });
   */
  async logParameters(
    parameters: Readonly<Record<string, unknown>>,
    options: RequestOptions = {}
  ): Promise<void> {
    const params = Object.entries(parameters).map(([key, value]) => ({
      key,
      value: textOf(value)
    }));
    await this.logBatches('params', params, options);
  }

  /** Sets tags of the run. */
  async setTags(
    tags: Readonly<Record<string, string>>,
    options: RequestOptions = {}
  ): Promise<void> {
    const entries = Object.entries(tags).map(([key, value]) => ({ key, value }));
    await this.logBatches('tags', entries, options);
  }

  /** Sends all buffered metrics; rejects if any of them could not be sent. */
  async flush(options: RequestOptions = {}): Promise<void> {
    await this.#buffer.flush(options);
  }

  /**
   * Uploads a local file to a folder of the run's artifacts.
   *
   * @throws CarryError `ArtifactSourceNotFound`
   */
  async logArtifact(file: string, folder = '', options: RequestOptions = {}): Promise<void> {
    await putFile(await this.#access.artifacts(this, options), resolve(file), folder);
  }

  /**
   * Uploads all files of a local folder to a folder of the run's artifacts.
   *
   * @throws CarryError `ArtifactSourceNotFound`
   */
  async logArtifacts(
    folder: string,
    artifactPath = '',
    options: RequestOptions = {}
  ): Promise<void> {
    await putFolder(await this.#access.artifacts(this, options), resolve(folder), artifactPath);
  }

  /** Lists the files and folders directly in a folder of the run's artifacts. */
  async listArtifacts(path = '', options: RequestOptions = {}): Promise<Artifact[]> {
    return (await this.#access.artifacts(this, options)).list(path);
  }

  /** Lists every file in a folder of the run's artifacts and in its subfolders; default: all files of the run. */
  async listFiles(folder = '', options: RequestOptions = {}): Promise<Artifact[]> {
    return (await this.#access.artifacts(this, options)).files(folder);
  }

  /** Lists the models of the run as of the last `refresh`: versions registered from it, then models that it logged. */
  async models(options: RequestOptions = {}): Promise<RunModel[]> {
    return modelsOfRun(this.#access.mlflow(options), this.#record);
  }

  /**
   * Opens one file of the run's artifacts, and reads it as it arrives.
   *
   * @example for await (const bytes of await run.openFile('outputs/loss.png')) process.stdout.write(bytes);
   * @throws CarryError `ArtifactNotFound`
   */
  async openFile(path: string, options: RequestOptions = {}): Promise<NodeJS.ReadableStream> {
    return (await this.#access.artifacts(this, options)).get(path);
  }

  /**
   * Downloads one file into a folder and returns the path that was written.
   *
   * @throws CarryError `ArtifactNotFound`
   */
  async downloadFile(path: string, dir: string, options: RequestOptions = {}): Promise<string> {
    return downloadFile(await this.#access.artifacts(this, options), path, dir, options);
  }

  /**
   * Downloads a file or folder of the run's artifacts; returns the paths of the written files.
   *
   * @throws CarryError `ArtifactNotFound`
   */
  async downloadArtifacts(
    path: string,
    dir: string,
    options: RequestOptions = {}
  ): Promise<string[]> {
    return download(await this.#access.artifacts(this, options), this, path, dir, options);
  }

  /**
   * Reads every value of a metric as an Arrow table with the columns `step` (whole numbers), `timestamp` and `value`.
   *
   * @example const loss = (await run.metricHistory('loss')).getChild('value')?.toArray();
   */
  async metricHistory(key: string, options: RequestOptions = {}): Promise<MetricTable> {
    return metricTable(await this.metricReader(key).read(options));
  }

  /** Returns a reader that reads every value of a metric, and only what is new when it reads again. */
  metricReader(key: string): MetricReader {
    return new MetricReader(this.#access.mlflow, this.id, key);
  }

  /** Sends all buffered metrics and ends the run, with the status `FINISHED` by default. */
  async end(
    status: 'FINISHED' | 'FAILED' | 'KILLED' = 'FINISHED',
    options: RequestOptions = {}
  ): Promise<void> {
    await this.flush(options);
    await this.#access.mlflow(options).post('runs/update', {
      run_id: this.id,
      status,
      end_time: Date.now()
    });
    await this.refresh(options);
  }

  /**
   * Deletes the run. MLflow keeps it until it is purged: `restore` brings it back.
   *
   * @example await (await ws.runs.get(id)).delete();
   * @throws CarryError with the service's code and status 404 if the run does not exist any more
   */
  async delete(options: RequestOptions = {}): Promise<void> {
    await this.#access.mlflow(options).post('runs/delete', { run_id: this.id });
    await this.refresh(options);
  }

  /**
   * Restores the run if it was deleted.
   *
   * @example await (await ws.runs.get(id)).restore();
   * @throws CarryError with the service's code and status 404 if the run does not exist any more
   */
  async restore(options: RequestOptions = {}): Promise<void> {
    await this.#access.mlflow(options).post('runs/restore', { run_id: this.id });
    await this.refresh(options);
  }

  /** Returns the fields that a notebook or a console prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    const { id, name, status, parameters, metrics } = this;
    return { id, name, status, parameters, metrics };
  }

  private async logBatches(
    kind: 'params' | 'tags',
    entries: readonly { key: string; value: string }[],
    options: RequestOptions
  ): Promise<void> {
    for (let at = 0; at < entries.length; at += BATCH_SIZE)
      await this.#access.mlflow(options).post('runs/log-batch', {
        run_id: this.id,
        [kind]: entries.slice(at, at + BATCH_SIZE)
      });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function dateOf(time: number | string | undefined): Date | undefined {
  return time === undefined || Number(time) === 0 ? undefined : new Date(Number(time));
}

function recordOf(entries: readonly { key: string; value: string }[] = []): Record<string, string> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}
