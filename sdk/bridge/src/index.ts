export type * from './api.js';
export type { WatchMessage } from './schemas/events.js';
export type { OpenRequest, SubmitRequest } from './schemas/jobs.js';
export type { RegisterRequest } from './schemas/models.js';
export type { ParametersRequest } from './schemas/notebooks.js';
