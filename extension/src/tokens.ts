import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type {
  Comparison,
  ComputeInfo,
  DataInfo,
  DeletionPreview,
  EnvironmentInfo,
  EventMessage,
  ExpiredRuns,
  MetricSeries,
  ModelSummary,
  ModelVersionDetail,
  ModelVersionInfo,
  NotebookInfo,
  OpenResponse,
  ParametersInfo,
  PipelineRequest,
  PredictionRequest,
  PredictionResult,
  RegisterRequest,
  RunGroups,
  RunGroupsQuery,
  RunModels,
  RunNotebook,
  RunPage,
  RunQuery,
  Artifact,
  JobSummary,
  KernelEnvironmentInfo,
  KernelPackages,
  LogChunk,
  LogMatches,
  LogQuery,
  LogSearchQuery,
  RerunForm,
  RerunRequest,
  RetentionQuery,
  RetimeRequest,
  ScheduleInfo,
  ScheduleRequest,
  SubmitRequest,
  SubmitTexts,
  UploadInfo,
  VersionChange,
  WatchMessage,
  WorkspaceInfo
} from '@carry-ml/bridge';

/** The requests to the bridge. Every rejection is a `ServiceError`. */
export interface ICarryService {
  readonly events: IEventStream;
  workspace(): Promise<WorkspaceInfo>;
  computes(): Promise<ComputeInfo[]>;
  environments(): Promise<EnvironmentInfo[]>;
  notebook(path: string): Promise<NotebookInfo>;
  parameters(path: string, notebook: string): Promise<ParametersInfo>;
  /** The data assets of the workspace. */
  data(): Promise<DataInfo[]>;
  /** The names of the secrets of the workspace. */
  secrets(): Promise<string[]>;
  /** Stores a secret; resolves to the names, this one among them. */
  storeSecret(name: string, value: string): Promise<string[]>;
  /** Describes the environment that has the packages of a running kernel. */
  kernelEnvironment(packages: KernelPackages): Promise<KernelEnvironmentInfo>;
  /** Excludes a file, or a folder with a slash at its end, from the upload of a notebook's folder. */
  exclude(notebook: string, path: string): Promise<UploadInfo>;
  submit(request: SubmitRequest): Promise<JobSummary>;
  /** Submits notebooks and scripts as one job. */
  submitPipeline(request: PipelineRequest): Promise<JobSummary>;
  /** Describes what can be different when a job is submitted again. */
  rerunForm(job: string): Promise<RerunForm>;
  /** Submits a job again, as it was but for some changes. */
  rerun(job: string, changes?: RerunRequest): Promise<JobSummary>;
  /** Returns a submit as other tools make it. */
  submitAs(request: SubmitRequest): Promise<SubmitTexts>;
  /** Writes the job file of a submit beside its notebook; returns its path. */
  writeJobFile(request: SubmitRequest): Promise<string>;
  cancel(job: string): Promise<void>;
  /** Searches the runs of the workspace: jobs and interactive ones. */
  runs(query: RunQuery): Promise<RunPage>;
  /** Counts the runs that a search finds, by experiment or notebook. */
  runGroups(query: RunGroupsQuery): Promise<RunGroups>;
  /** Pins a run, or no longer pins it. */
  pin(run: string, pinned: boolean): Promise<void>;
  /** Archives a run that has ended, or restores it. */
  archive(run: string, archived: boolean): Promise<void>;
  /** Finds the runs that a clean-up would delete. */
  expiredRuns(query: RetentionQuery): Promise<ExpiredRuns>;
  /** Says what would be deleted with some runs. */
  deletionPreview(runs: readonly string[]): Promise<DeletionPreview>;
  /** Deletes a job with its files for good, or an interactive run, which `restoreRun` restores. */
  deleteRun(run: string): Promise<void>;
  restoreRun(run: string): Promise<void>;
  /** Describes two to ten runs beside each other. */
  compare(runs: readonly string[]): Promise<Comparison>;
  /** Reads the curves of a run. */
  curves(run: string): Promise<MetricSeries[]>;
  /** The names of all experiments, sorted. */
  experiments(): Promise<string[]>;
  /** Reads a part of the log of a job. */
  log(job: string, query: LogQuery, signal: AbortSignal): Promise<LogChunk>;
  /** Searches a part of the log of a job. */
  searchLog(job: string, query: LogSearchQuery, signal: AbortSignal): Promise<LogMatches>;
  /** Reads the next bytes of the log of a job; none at its end. */
  logBytes(job: string, from: number, signal: AbortSignal): Promise<Blob>;
  files(run: string): Promise<Artifact[]>;
  runModels(run: string): Promise<RunModels>;
  /** Reads the executed notebook of a run; its text only if it is not of the version that the page has. */
  runNotebook(
    run: string,
    last: Pick<RunNotebook, 'path' | 'version'> | null
  ): Promise<RunNotebook>;
  /** The address of a file of a run, from which the browser downloads it or shows it as an image. */
  fileUrl(run: string, path: string): string;
  /** Copies a file of a run into the lab; without a path, the executed notebook of its job. */
  open(run: string, path?: string): Promise<OpenResponse>;
  models(): Promise<ModelSummary[]>;
  versions(model: string): Promise<ModelVersionInfo[]>;
  version(model: string, version: string): Promise<ModelVersionDetail>;
  editVersion(model: string, version: string, change: VersionChange): Promise<void>;
  deleteVersion(model: string, version: string): Promise<void>;
  /** Deletes a model with all its versions, if the name that the user has typed is its name. */
  deleteModel(model: string, typed: string): Promise<void>;
  setAlias(model: string, alias: string, version: string): Promise<void>;
  removeAlias(model: string, alias: string): Promise<void>;
  /** The address of a file of a version, from which the browser downloads it or shows it as an image. */
  modelFileUrl(model: string, version: string, path: string): string;
  /** Runs a model once; `id` ends it early. */
  predict(model: string, version: string, request: PredictionRequest): Promise<PredictionResult>;
  endPrediction(id: string): Promise<void>;
  /** Copies a file of a version into the lab. */
  openModelFile(model: string, version: string, path: string): Promise<OpenResponse>;
  register(request: RegisterRequest): Promise<ModelVersionInfo>;
  schedules(): Promise<ScheduleInfo[]>;
  createSchedule(request: ScheduleRequest): Promise<void>;
  retimeSchedule(name: string, request: RetimeRequest): Promise<void>;
  changeSchedule(name: string, change: ScheduleChange): Promise<void>;
}

/** The changes of a schedule that need nothing but its name. */
export type ScheduleChange = 'pause' | 'resume' | 'trigger' | 'delete';

export const ICarryService = new Token<ICarryService>(
  'jupyterlab-carry:ICarryService',
  'Talks to the Carry bridge of this Jupyter server.'
);

/** The events of the bridge, over a WebSocket that reconnects automatically. */
export interface IEventStream {
  readonly message: ISignal<IEventStream, EventMessage>;
  /** True while the WebSocket is open. */
  readonly connected: boolean;
  readonly connectedChanged: ISignal<IEventStream, boolean>;
  /** Sends the message that `look` returns, now and after every reconnection. */
  watch(look: () => WatchMessage): void;
}

/** The sidebar, to which panels are added. */
export interface ICarrySidebar {
  add(panel: Widget, rank: number): void;
  /** Shows the sidebar and one of its panels. */
  show(panelId: string): void;
}

export const ICarrySidebar = new Token<ICarrySidebar>(
  'jupyterlab-carry:ICarrySidebar',
  'The Carry sidebar, to which extensions can add panels.'
);

/** The newest runs of the workspace, updated live. */
export interface ICarryJobs {
  readonly jobs: readonly JobSummary[];
  readonly changed: ISignal<ICarryJobs, void>;
  /** Emitted when the user wants to register a model from a job's run. */
  readonly registerRequested: ISignal<ICarryJobs, JobSummary>;
  /** Emitted when the user wants to run a job on a schedule. */
  readonly scheduleRequested: ISignal<ICarryJobs, JobSummary>;
  /** Adds a job that was just submitted in this page to the list, shows it, and notifies the user when it has ended. */
  announce(job: JobSummary): void;
  /** Shows one job in the panel; null shows the list. */
  select(name: string | null): void;
}

export const ICarryJobs = new Token<ICarryJobs>(
  'jupyterlab-carry:ICarryJobs',
  'The jobs of the workspace.'
);
