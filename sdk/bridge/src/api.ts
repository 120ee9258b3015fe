/**
 * What travels between the sidebar and the bridge. Types alone: the page imports them and nothing else of the SDK.
 * Paths of notebooks are relative to the folder that JupyterLab shows and use forward slashes.
 */

/** Which workspace a submit goes to, so that nobody sends work to the wrong one. */
export interface WorkspaceInfo {
  kind: 'local' | 'azure';
  name: string;
  resourceGroup: string;
  subscription: string;
  /** In words, such as `Local workspace on this machine`. */
  label: string;
}

export type ParameterKind = 'integer' | 'number' | 'boolean' | 'string' | 'json';

/** A value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One line of the parameters cell, as a form field. */
export interface ParameterField {
  name: string;
  kind: ParameterKind;
  /** What the cell sets; undefined where it cannot be read without running the cell. */
  value?: Json;
  /** The comment beside or above the line. */
  help?: string;
}

/** What a submit would upload. */
export interface SnapshotPreview {
  /** The folder that becomes the job's working folder, relative to JupyterLab's root. */
  folder: string;
  files: number;
  bytes: number;
  /** Largest first, a handful. */
  largest: { path: string; bytes: number }[];
  /** In words: a limit that is passed, a file that the notebook mentions but the snapshot lacks. */
  warnings: string[];
}

/** The notebook on screen, as it lies on disk. */
export interface NotebookInfo {
  path: string;
  kernel: { name: string; displayName: string; language: string } | null;
  parameters: ParameterField[];
  /** Why there are no fields, in words; null where there are. */
  parametersNote: string | null;
  snapshot: SnapshotPreview;
  /** The experiment that a submit without one would use. */
  experiment: string;
}

/** The notebook as it stands in the page, edits not yet saved included; outputs are left out. */
export interface ParametersRequest {
  path: string;
  /** The text of the .ipynb file. */
  notebook: string;
}

/** The parameters cell of a notebook that is being edited. */
export type ParametersAnswer = Pick<NotebookInfo, 'kernel' | 'parameters' | 'parametersNote'>;

export interface ComputeInfo {
  name: string;
  /** `Kubernetes`, `AmlCompute`, …: Azure ML's own word. */
  type: string;
  state: string;
  description: string;
}

export interface SubmitRequest {
  notebook: string;
  parameters: Record<string, Json>;
  compute?: string;
  experiment?: string;
}

export interface SubmitAnswer {
  run: RunSummary;
}

/** Where a run stands, in cells; `cell` counts those that are done or running. */
export interface RunProgress {
  cell: number;
  of: number;
  failedCell: number | null;
}

/** One line of the Runs panel. */
export interface RunSummary {
  name: string;
  displayName: string;
  experiment: string;
  compute: string;
  /** Azure ML's word: `Queued`, `Preparing`, `Running`, `Completed`, `Failed`, `Canceled`, … */
  status: string;
  finished: boolean;
  /** Why it is where it is: what it waits for, which cell failed. */
  reason: string | null;
  progress: RunProgress | null;
  /** ISO 8601. */
  createdAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

/** A run as the detail view shows it. */
export interface RunDetail extends RunSummary {
  /** The notebook that was submitted, relative to the snapshot's folder; null for jobs of another kind. */
  notebook: string | null;
  parameters: { name: string; value: string }[];
  metrics: string[];
  /** The whole error text of a failed run. */
  error: string | null;
}

/** A file that a run has left. */
export interface RunFile {
  path: string;
  bytes: number | null;
}

/** One metric's curve; a long one arrives thinned, its ends, minima and maxima kept. */
export interface MetricSeries {
  key: string;
  /** `[step, value, milliseconds since 1970]`, in the order of logging. */
  points: [step: number, value: number, time: number][];
}

/** Part of a log; `offset` and `end` are byte positions in the log as a whole. */
export interface LogChunk {
  run: string;
  offset: number;
  end: number;
  text: string;
}

export interface OpenAnswer {
  /** Where JupyterLab finds the copy. */
  path: string;
}

export interface ModelSummary {
  name: string;
  latestVersion: string | null;
  description: string;
}

export interface ModelVersionInfo {
  name: string;
  version: string;
  description: string;
  createdAt: string | null;
  /** The run it came from; null where nobody recorded one. */
  run: string | null;
  uri: string;
}

export interface RegisterRequest {
  name: string;
  run: string;
  /** Path among the run's files. */
  path: string;
  description?: string;
}

/** Why something did not work: what happened, to what, and what to do next. */
export interface ApiError {
  code: string;
  message: string;
  target?: string;
}

/** The body of every answer that is not a success. */
export interface ErrorBody {
  error: ApiError;
}

/** What the page says on the WebSocket: which run it looks at, and how much of the log it has. */
export interface WatchMessage {
  type: 'watch';
  run: string | null;
  /** Byte position from which the log goes on; absent for the tail. */
  logFrom?: number;
}

/** What the bridge says on the WebSocket. Each message replaces what the page knew of its subject, except `log`, which adds. */
export type EventMessage =
  | { type: 'runs'; runs: RunSummary[] }
  | { type: 'run'; run: RunDetail }
  | ({ type: 'log' } & LogChunk)
  | { type: 'metrics'; run: string; series: MetricSeries[] }
  | { type: 'trouble'; about: 'runs' | 'run'; error: ApiError | null };
