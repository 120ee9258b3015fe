import { resolve } from 'node:path';
import { download, downloadFile, putFile, putFolder } from './artifact-transfer.js';
import type { Artifact, ArtifactStore } from './artifacts.js';
import { MetricBuffer } from './metric-buffer.js';
import { MetricReader, metricTable, type MetricTable } from './metric-history.js';
import type { Mlflow, RunRecord } from './mlflow.js';

/** MLflow's states of a run. */
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** What a run is reached through. */
export interface RunAccess {
  mlflow: Mlflow;
  artifacts: (run: Run) => Promise<ArtifactStore>;
}

/** MLflow takes this many parameters or tags in one request. */
const BATCH = 100;

/** One run: what it was given, what it measured, what it left behind. */
export class Run {
  readonly #access: RunAccess;
  readonly #buffer: MetricBuffer;
  #record: RunRecord;

  constructor(access: RunAccess, record: RunRecord) {
    this.#access = access;
    this.#record = record;
    this.#buffer = new MetricBuffer(async metrics => {
      const sent = metrics.map(({ value, ...rest }) => ({ ...rest, value: onTheWire(value) }));
      await access.mlflow.post('runs/log-batch', { run_id: this.id, metrics: sent });
    });
  }

  get id(): string {
    return this.#record.info.run_id;
  }

  get experimentId(): string {
    return this.#record.info.experiment_id;
  }

  get name(): string {
    return this.#record.info.run_name ?? this.tags['mlflow.runName'] ?? this.id;
  }

  get status(): RunStatus {
    return this.#record.info.status as RunStatus;
  }

  get startTime(): Date | undefined {
    return dateOf(this.#record.info.start_time);
  }

  get endTime(): Date | undefined {
    return dateOf(this.#record.info.end_time);
  }

  get parameters(): Readonly<Record<string, string>> {
    return recordOf(this.#record.data?.params);
  }

  get tags(): Readonly<Record<string, string>> {
    return recordOf(this.#record.data?.tags);
  }

  /** The latest value of every metric, as of the last `refresh`. */
  get metrics(): Readonly<Record<string, number>> {
    const metrics = this.#record.data?.metrics ?? [];
    return Object.fromEntries(metrics.map(({ key, value }) => [key, Number(value)]));
  }

  get artifactUri(): string {
    return this.#record.info.artifact_uri ?? '';
  }

  /** Reads the run again. */
  async refresh(): Promise<this> {
    const query = { run_id: this.id };
    this.#record = (await this.#access.mlflow.get<{ run: RunRecord }>('runs/get', query)).run;
    return this;
  }

  /** Notes a metric; sent with others within a second, at `flush()` and at `end()`. */
  logMetric(key: string, value: number, step = 0): void {
    this.logMetrics({ [key]: value }, step);
  }

  /** Notes several metrics of one step. */
  logMetrics(metrics: Readonly<Record<string, number>>, step = 0): void {
    const timestamp = Date.now();
    this.#buffer.add(
      Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp, step }))
    );
  }

  /** Notes what the run was given; values that are not texts are written as JSON. */
  async logParameters(parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const params = Object.entries(parameters).map(([key, value]) => ({
      key,
      value: textOf(value)
    }));
    await this.logBatches('params', params);
  }

  async setTags(tags: Readonly<Record<string, string>>): Promise<void> {
    await this.logBatches(
      'tags',
      Object.entries(tags).map(([key, value]) => ({ key, value }))
    );
  }

  /** Sends everything noted so far; rejects if any of it could not be sent. */
  async flush(): Promise<void> {
    await this.#buffer.flush();
  }

  /** Keeps a file, in a folder of the run's artifacts. */
  async logArtifact(file: string, folder = ''): Promise<void> {
    await putFile(await this.#access.artifacts(this), resolve(file), folder);
  }

  /** Keeps everything in a folder. */
  async logArtifacts(folder: string, artifactPath = ''): Promise<void> {
    await putFolder(await this.#access.artifacts(this), resolve(folder), artifactPath);
  }

  /** What lies directly in a folder of the run's artifacts. */
  async listArtifacts(path = ''): Promise<Artifact[]> {
    return (await this.#access.artifacts(this)).list(path);
  }

  /** Lists every file in a folder of the run's artifacts and in its subfolders; default: all files of the run. */
  async listFiles(folder = ''): Promise<Artifact[]> {
    return (await this.#access.artifacts(this)).files(folder);
  }

  /**
   * Downloads one file into a folder and returns the path that was written.
   *
   * @throws CarryError `ArtifactNotFound`
   */
  async downloadFile(path: string, dir: string): Promise<string> {
    return downloadFile(await this.#access.artifacts(this), path, dir);
  }

  /** Downloads a file or folder; answers the paths of the files written. */
  async downloadArtifacts(path: string, dir: string): Promise<string[]> {
    return download(await this.#access.artifacts(this), this, path, dir);
  }

  /** Every value of a metric: columns `step` (whole numbers), `timestamp` and `value`. */
  async metricHistory(key: string): Promise<MetricTable> {
    return metricTable(await this.metricReader(key).read());
  }

  /** Returns a reader that reads every value of a metric, and only what is new when it reads again. */
  metricReader(key: string): MetricReader {
    return new MetricReader(this.#access.mlflow, this.id, key);
  }

  /** Flushes and ends the run; default `FINISHED`. */
  async end(status: 'FINISHED' | 'FAILED' | 'KILLED' = 'FINISHED'): Promise<void> {
    await this.flush();
    await this.#access.mlflow.post('runs/update', {
      run_id: this.id,
      status,
      end_time: Date.now()
    });
    await this.refresh();
  }

  /** What a notebook or a console shows of a run. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    const { id, name, status, parameters, metrics } = this;
    return { id, name, status, parameters, metrics };
  }

  private async logBatches(
    kind: 'params' | 'tags',
    entries: readonly { key: string; value: string }[]
  ): Promise<void> {
    for (let at = 0; at < entries.length; at += BATCH)
      await this.#access.mlflow.post('runs/log-batch', {
        run_id: this.id,
        [kind]: entries.slice(at, at + BATCH)
      });
  }
}

/** JSON has no NaN or infinities; MLflow takes them as texts. */
function onTheWire(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
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
