/**
 * The messages between the sidebar and the bridge. Types only: the sidebar imports nothing of the SDK that runs.
 * Requests are declared as schemas (`schemas/`); this file declares the responses and events.
 * Paths of notebooks are relative to the folder that JupyterLab shows and use forward slashes.
 */
import type {
  Artifact,
  JobProgress,
  LogChunk,
  MetricJson,
  ModelDeployment,
  ModelInput,
  ScheduleTrigger
} from 'carry-ml';
import type { Missing, Parameter, SweepGoal } from 'carry-ml/notebooks';

export type {
  Artifact,
  JobProgress,
  LogChunk,
  MetricJson,
  ModelDeployment,
  ModelInput,
  ScheduleTrigger
} from 'carry-ml';
export type {
  KernelPackages,
  Missing,
  Parameter,
  ParameterType,
  ParameterValue,
  SubmitTexts,
  SweepGoal
} from 'carry-ml/notebooks';

/** The workspace that jobs are submitted to. */
export interface WorkspaceInfo {
  kind: 'local' | 'azure';
  name: string;
  resourceGroup: string;
  subscription: string;
}

/** The files that a submit uploads. */
export interface SnapshotPreview {
  /** The folder that becomes the job's working folder, relative to JupyterLab's root. */
  folder: string;
  /** Number of files. */
  files: number;
  /** Size of all files. */
  bytes: number;
  /** The largest files and folders, largest first. */
  entries: UploadEntry[];
  /** Sentences about files that are left out or may not belong there. */
  warnings: string[];
  /** Why a submit would be refused: the sentence of its error; null if the files are within the limits. */
  tooLarge: string | null;
  /** False if there are more files than were counted. */
  isComplete: boolean;
  /** How many files and folders the ignore rules leave out. */
  leftOut: number;
  /** The first of them, each with the line of the ignore file; null for what is never uploaded. */
  leftOutBy: { path: string; rule: string | null }[];
}

/** What a submit uploads, and what its job would lack. */
export interface UploadInfo {
  snapshot: SnapshotPreview;
  /** What the cells need and the job would not have. */
  missing: Missing[];
}

/** A file or folder of an upload. */
export interface UploadEntry {
  name: string;
  /** Path relative to the notebook's folder; that of a folder ends with `/`. */
  path: string;
  bytes: number;
  /** The number of files, 1 for a file. */
  files: number;
  /** The largest entries of a folder, largest first; null for a file. */
  entries: UploadEntry[] | null;
}

/** The parameters cell of a notebook, as saved or as edited in the page. */
export interface ParametersInfo {
  /** Null while the notebook names none, as one that was just created. */
  kernel: { name: string; displayName: string; language: string } | null;
  parameters: Parameter[];
  /** The metrics that the cells log, as far as they are written out, and whether each is usually better low or high. */
  metrics: { name: string; goal: SweepGoal }[];
  /** `none` if no cell is tagged `parameters`, `empty` if that cell sets no variable that can be changed. */
  parametersCell: 'none' | 'empty' | 'used';
}

/** A notebook file, as saved on disk. */
export interface NotebookInfo extends ParametersInfo, UploadInfo {
  path: string;
  /** The default experiment of a submit. */
  experiment: string;
}

/** The environment of a job that has the packages of a kernel. */
export interface KernelEnvironmentInfo {
  /** How many packages it has. */
  packages: number;
  /** The lines of its conda file. */
  condaFile: string;
  /** Sentences about packages that it lacks, or has in another version. */
  warnings: string[];
}

/** The response to writing a job file. */
export interface JobFileResponse {
  /** Path of the job file, relative to JupyterLab's root. */
  path: string;
}

/** A compute of the workspace. */
export interface ComputeInfo {
  name: string;
  /** Azure ML's type, such as `Kubernetes` or `AmlCompute`. */
  type: string;
  /** Azure ML's provisioning state, such as `Succeeded`. */
  state: string;
  description: string;
  /** How many jobs it runs at a time; null if that is not known. */
  slots: number | null;
}

/** An environment of the workspace. */
export interface EnvironmentInfo {
  name: string;
  latestVersion: string | null;
}

/** A data asset of the workspace. */
export interface DataInfo {
  name: string;
  latestVersion: string | null;
}

/** The response to a submit. */
export interface SubmitResponse {
  job: JobSummary;
}

/** What can be different when a job is submitted again, each with what the job has. */
export interface RerunForm {
  displayName: string;
  experiment: string;
  /** Empty if the service chooses it. */
  compute: string;
  /** The parameters of its notebook, with the values of the job as their defaults. */
  parameters: Parameter[];
}

/** The progress of a notebook job in code cells. */
export interface CellProgress extends Pick<JobProgress, 'done' | 'of' | 'cell' | 'failedCell'> {
  /** Absent while no earlier run of the notebook tells. */
  estimate?: Estimate;
}

/** When a job ends, as far as earlier runs of its notebook tell. */
export interface Estimate {
  /** ISO 8601. */
  endsAt: string;
  /** The number of earlier runs. */
  runs: number;
}

/** A run as the list shows it: a job, or a run that code outside of a job started, such as a cell. */
export interface JobSummary {
  /** Name of the job, which is the id of its run, or the id of an interactive run. */
  name: string;
  kind: 'job' | 'interactive';
  displayName: string;
  experiment: string;
  /** Name of the compute; empty if the service chooses it. */
  compute: string;
  /** Azure ML's status: `Queued`, `Preparing`, `Running`, `Completed`, `Failed`, `Canceled`, … */
  status: string;
  /** True once the status cannot change any more. */
  finished: boolean;
  /** A sentence that explains the status: what the job waits for, or which cell failed. */
  reason: string | null;
  /** Progress in code cells; null for jobs that are not a notebook's and before the first cell. */
  progress: CellProgress | null;
  /** ISO 8601. */
  createdAt: string | null;
  /** ISO 8601. */
  startedAt: string | null;
  /** ISO 8601. */
  endedAt: string | null;
}

/** A job with the parameters, metrics and error of its run, as the detail view shows it. */
export interface JobDetail extends JobSummary {
  /** Path of the notebook in the snapshot; null for jobs that are not a notebook's. */
  notebook: string | null;
  parameters: { name: string; value: string }[];
  /** Names of the metrics, sorted. */
  metrics: string[];
  /** True for a run that a user wants to keep in sight. */
  isPinned: boolean;
  /** How long the processes of the job kept processors busy; null until it has ended, and for runs that do not tell. */
  cpuSeconds: number | null;
  /** How many machines the job runs on; null if it is not known. */
  nodes: number | null;
  /** The whole error text of a failed job. */
  error: string | null;
  /** The run that this one belongs to, such as the sweep of a trial. */
  parent: string | null;
  /** The runs that belong to this one; null for a job of a single run. */
  children: ChildRuns | null;
}

/** The trials of a sweep, or the steps of a pipeline. */
export interface ChildRuns {
  /** The metric that tells which run is the best; null if it is no sweep. */
  metric: string | null;
  /** True if a high value of the metric is better than a low one. */
  isHighBest: boolean;
  runs: ChildRun[];
}

/** A run that belongs to another one. */
export interface ChildRun extends JobSummary {
  /** The values that a sweep has given it. */
  values: { name: string; value: string }[];
  /** The latest value of the metric of the sweep; null if it has logged none. */
  metric: MetricJson | null;
  /** True for the best run that has ended. */
  isBest: boolean;
}

/**
 * The curve of one metric; a long curve is thinned, but keeps its ends, minima, maxima and gaps. A value that is not finite is
 * one of the texts `NaN`, `Infinity` and `-Infinity`, as in MLflow's API.
 */
export interface MetricSeries {
  key: string;
  /** `[step, value, milliseconds since 1970]`, ordered by step. */
  points: [step: number, value: MetricJson, time: number][];
}

/** A run beside others: what it ran as and what it logged. */
export interface ComparedRun extends JobDetail {
  /** Who started it; empty if that is not recorded, as are the next three. */
  user: string;
  /** The environment of the job, `name:version`. */
  environment: string;
  kernel: string;
  /** The git commit of the notebook's folder. */
  commit: string;
  /** True for a run that was deleted and can be restored. */
  isDeleted: boolean;
  /** The tags that users set. */
  tags: { name: string; value: string }[];
  /** The latest value of every metric. */
  latest: { key: string; step: number; value: MetricJson }[];
}

/** Runs beside each other; a run that cannot be read is null and has its error. */
export interface Comparison {
  runs: { name: string; run: ComparedRun | null; error: ApiError | null }[];
}

/** The response to opening a file of a job. */
export interface OpenResponse {
  /** Path of the copy, relative to JupyterLab's root. */
  path: string;
}

/** A line of a log that contains the text of a search. */
export interface LogMatch {
  /** The byte offset of the line, or of a part of a very long one. */
  offset: number;
  /** The number of the line; the first one is 1. */
  line: number;
}

/** The lines of a part of a log that contain a text. */
export interface LogMatches {
  /** How many lines of the part contain the text. */
  count: number;
  /** The first of them, up to the limit of the request. */
  matches: LogMatch[];
  /** The offset where the next search continues; the same as the offset of this one if nothing new was written. */
  end: number;
  /** The number of the line at `end`. */
  line: number;
}

/** The notebook that a run executes or has executed. */
export interface RunNotebook {
  /** Path among the artifacts of the run; null while the run has saved none. */
  path: string | null;
  /** True if the run has ended and will not change the notebook any more. */
  finished: boolean;
  /** Changes with the content; null without a notebook. */
  version: string | null;
  /** The notebook file; null without one, or if the page knows this version. */
  text: string | null;
}

/** A schedule of the workspace, which submits a job again and again. */
export interface ScheduleInfo {
  name: string;
  description: string;
  /** False while it is paused. */
  isEnabled: boolean;
  trigger: ScheduleTrigger;
  /** What it does: the name for display of the job that it creates, or Azure ML's type of another action. */
  action: string;
  /** ISO 8601; null if it is paused or has ended, and where the service does not tell. */
  nextAt: string | null;
  /** The times that passed while the workspace did not run. */
  missed: { count: number; last: string } | null;
}

/** A registered model. */
export interface ModelSummary {
  name: string;
  latestVersion: string | null;
  description: string;
}

/** One version of a registered model. */
export interface ModelVersionInfo {
  name: string;
  version: string;
  /** Azure ML's word for the format of its files, such as `mlflow_model`. */
  type: string;
  description: string;
  tags: { name: string; value: string }[];
  /** The aliases that refer to it, sorted. */
  aliases: string[];
  /** True if it is hidden from the lists of other tools. */
  isArchived: boolean;
  /** ISO 8601. */
  createdAt: string | null;
  /** Id of the run that the model came from (the name of its job); null if it is not recorded. */
  run: string | null;
  /** The latest metrics of that run, sorted; null if there is no such run. */
  metrics: { key: string; value: MetricJson }[] | null;
  uri: string;
}

/** One version of a registered model for the detail view. */
export interface ModelVersionDetail extends ModelVersionInfo {
  /** The name for display of its run; null if there is no such run. */
  runName: string | null;
  files: Looked<Artifact[]>;
  /** What a prediction of the model needs; null if its files do not say. */
  prediction: Looked<PredictionForm | null>;
  /** The deployments that serve it. */
  deployments: Looked<ModelDeployment[]>;
  /** The address of a page about it: MLflow's in the local workspace, that of Azure ML studio in Azure. */
  page: string;
}

/** What the user has to enter for a prediction: a sum for an adder, or the inputs of an MLflow model with a signature. */
export type PredictionForm = { kind: 'sum' } | { kind: 'inputs'; inputs: ModelInput[] };

/** What a model predicted. */
export interface PredictionResult {
  /** The sum of an adder, or JSON. */
  text: string;
  /** The adder's probability of its answer, 0 to 1; null for other models. */
  confidence: number | null;
  /** How long it took, with the start of the model's process. */
  seconds: number;
}

/** A part of a response, or the error because of which the part is missing. */
export type Looked<T> = { found: T; error: null } | { found: null; error: ApiError };

/** The models of a job's run. */
export interface RunModels {
  /** The versions that were registered from the run. */
  registered: { name: string; version: string }[];
  /** True if the run has logged, output or registered a model. */
  hasModel: boolean;
  /** The name that the run gives its model; null if it gives none, or one that says nothing, such as `model`. */
  proposedName: string | null;
}

/** An error that the sidebar shows: what happened, to what, and what to do next. */
export interface ApiError {
  /** The stable reason, such as `ParameterInvalid`. */
  code: string;
  message: string;
  /** The name of the parameter that the error is about, or where the field is in the request, such as `/tags/team`. */
  target?: string;
}

/** The body of every response whose status is not 2xx. */
export interface ErrorBody {
  error: ApiError;
}

/**
 * A message from the bridge on the WebSocket. Each one replaces the page's earlier state of its subject, except `log`, which
 * appends.
 */
export type EventMessage =
  | { type: 'jobs'; jobs: JobSummary[] }
  | { type: 'job'; job: JobDetail }
  | ({ type: 'log'; job: string } & LogChunk)
  | { type: 'metrics'; job: string; series: MetricSeries[] }
  | { type: 'trouble'; about: 'jobs' | 'job'; error: ApiError | null };
