export type { Artifact } from './artifacts.js';
export { trackingErrors } from './errors.js';
export { Experiments } from './experiments.js';
export type { Experiment } from './experiments.js';

export type { MetricRow, MetricTable } from './metric-history.js';
export { Run } from './run.js';
export type { RunStatus } from './run.js';
export { Runs } from './runs.js';
export type { RunSearch, RunStart } from './runs.js';
export { trainingCallback } from './training-callback.js';
export type { RunCallback, TrainingCallbackOptions } from './training-callback.js';
export { trackingAt, trackingOf } from './tracking.js';
export type { Tracking, TrackingOptions } from './tracking.js';
export { workspaceTracking } from './workspace-tracking.js';
export type { TrackedWorkspace } from './workspace-tracking.js';
