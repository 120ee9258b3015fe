import type { Job as AnyJob, Jobs as AnyJobs } from './workspace/index.js';
import type { Run } from './tracking/index.js';

export { connect } from './connect.js';
export { Workspace } from './connected-workspace.js';
export { CarryError, isCarryError } from './errors/index.js';
export type { ErrorCode, ErrorFacts } from './errors/index.js';
export {
  metricToJson,
  trackingAt,
  trainingCallback,
  Run,
  Runs,
  Experiments
} from './tracking/index.js';
export type {
  Artifact,
  Experiment,
  MetricJson,
  MetricReader,
  MetricRow,
  MetricTable,
  RunCallback,
  RunSearch,
  RunStart,
  RunStatus,
  TrainingCallbackOptions
} from './tracking/index.js';
export { Models } from './registry/index.js';
export type {
  Model,
  ModelChange,
  ModelDeployment,
  ModelFiles,
  ModelInput,
  ModelRegister,
  ModelVersion
} from './registry/index.js';
export type {
  ClusterCreate,
  ClusterScale,
  Compute,
  ChildJob,
  ConnectOptions,
  CronTrigger,
  DataAsset,
  DataUpload,
  DownloadOptions,
  Environment,
  EnvironmentCreate,
  JobCreate,
  JobListOptions,
  RerunOptions,
  JobSpec,
  LogChunk,
  LogOptions,
  ManagementClient,
  RecurrenceTrigger,
  Schedule,
  ScheduleCreate,
  ScheduleTrigger,
  Secret,
  SubmitNotebookOptions,
  SubmitPipelineOptions
} from './workspace/index.js';
export type { JobProgress, PipelineStep, PipelineSteps } from './notebooks/index.js';
export type { JobStatus, RunDetails, WorkspaceId } from './arm/index.js';
export type { Credential, ListPage, Paged, RequestOptions } from './arm/client/index.js';

/** One job of a workspace. */
export type Job = AnyJob<Run>;
/** The jobs of a workspace. */
export type Jobs = AnyJobs<Run>;
