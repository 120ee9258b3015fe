export type * from './api.js';
export type * from './run-list-api.js';
export type { WatchMessage } from './schemas/event-schema.js';
export type { RerunRequest, SubmitRequest } from './schemas/job-schema.js';
export type { PipelineRequest } from './schemas/pipeline-schema.js';
export type { LogQuery, LogSearchQuery } from './schemas/log-schema.js';
export type {
  AliasRequest,
  PredictionRequest,
  RegisterRequest,
  VersionChange
} from './schemas/model-schema.js';
export type { ParametersRequest } from './schemas/notebook-schema.js';
export type {
  OpenRequest,
  RetentionQuery,
  RunGroupsQuery,
  RunQuery
} from './schemas/run-schema.js';
export type { RetimeRequest, ScheduleRequest } from './schemas/schedule-schema.js';
