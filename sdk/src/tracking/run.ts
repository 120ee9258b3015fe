import type { Table } from 'apache-arrow';

/** MLflow's states of a run. */
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** A file or folder that a run has kept. */
export interface Artifact {
  path: string;
  isFolder: boolean;
  /** Bytes; absent for folders. */
  size?: number;
}

/** One run: what it was given, what it measured, what it left behind. */
export declare class Run {
  readonly id: string;
  readonly experimentId: string;
  get name(): string;
  get status(): RunStatus;
  get startTime(): Date | undefined;
  get endTime(): Date | undefined;
  get parameters(): Readonly<Record<string, string>>;
  get tags(): Readonly<Record<string, string>>;
  /** The latest value of every metric, as of the last `refresh`. */
  get metrics(): Readonly<Record<string, number>>;
  get artifactUri(): string;
  /** Reads the run again. */
  refresh(): Promise<this>;
  /** Notes a metric; sent with others within a second, at `flush()` and at `end()`. */
  logMetric(key: string, value: number, step?: number): void;
  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void;
  logParameters(parameters: Readonly<Record<string, unknown>>): Promise<void>;
  setTags(tags: Readonly<Record<string, string>>): Promise<void>;
  /** Sends everything noted so far; rejects if any of it could not be sent. */
  flush(): Promise<void>;
  /** Keeps a file, in a folder of the run's artifacts. */
  logArtifact(file: string, folder?: string): Promise<void>;
  logArtifacts(folder: string, artifactPath?: string): Promise<void>;
  listArtifacts(path?: string): Promise<Artifact[]>;
  /** Downloads a file or folder; answers the paths of the files written. */
  downloadArtifacts(path: string, dir: string): Promise<string[]>;
  /** Every value of a metric: columns `step`, `timestamp`, `value`. */
  metricHistory(key: string): Promise<Table>;
  /** Flushes and ends the run; default `FINISHED`. */
  end(status?: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void>;
}
