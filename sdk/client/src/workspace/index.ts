export type { ConnectOptions } from './connect-options.js';
export { Computes } from './computes.js';
export type { ClusterCreate, ClusterScale, Compute } from './computes.js';
export { DataAssets } from './data.js';
export type { DataAsset, DataUpload } from './data.js';
export { Datastores } from './datastores.js';
export { Environments } from './environments.js';
export type { Environment, EnvironmentCreate } from './environments.js';
export { workspaceErrors } from './errors.js';
export { Job } from './job.js';
export type { DownloadOptions } from './job-download.js';
export type { TrackedRun } from './job.js';
export type { LogChunk, LogOptions } from './job-log.js';
export type { ChildJob } from './child-jobs.js';
export type { JobSpec } from './job-spec.js';
export { Jobs } from './jobs.js';
export type { JobCreate, JobListOptions, RerunOptions, SubmitNotebookOptions } from './jobs.js';
export type { SubmitPipelineOptions } from './submit-pipeline.js';
export { managementClient } from './management.js';
export type { ManagedWorkspace, ManagementClient } from './management.js';
export { reachWorkspace } from './reach.js';
export type { Reached } from './reach.js';
export { uploadLocal } from './upload-local.js';
export type { Uploaded } from './upload-local.js';
export { Secrets } from './secrets.js';
export type { Secret } from './secrets.js';
export { Schedules } from './schedules.js';
export type {
  CronTrigger,
  RecurrenceTrigger,
  Schedule,
  ScheduleCreate,
  ScheduleTrigger
} from './schedules.js';
