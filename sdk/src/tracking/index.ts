export { Run } from './run.js';
export type { Artifact, RunStatus } from './run.js';
export { Runs } from './runs.js';
export type { RunSearch, RunStart } from './runs.js';
export { Experiments } from './experiments.js';
export type { Experiment } from './experiments.js';
export { trackingAt } from './tracking.js';
export type { MetricRow, Tracking } from './tracking.js';
