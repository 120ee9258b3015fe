export type * from './api.js';
export type { WatchMessage } from './schemas/event-schema.js';
export type { OpenRequest, SubmitRequest } from './schemas/job-schema.js';
export type { RegisterRequest } from './schemas/model-schema.js';
export type { ParametersRequest } from './schemas/notebook-schema.js';
