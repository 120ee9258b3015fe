import type { Experiments } from './experiments.js';
import type { Runs } from './runs.js';

/** One row of `run.metricHistory(key)`; `step` is a whole number, `timestamp` milliseconds since 1970. */
export interface MetricRow {
  step: number;
  timestamp: number;
  value: number;
}

/** A tracking server. */
export interface Tracking {
  runs: Runs;
  experiments: Experiments;
}

/**
 * Tracks on any MLflow server.
 *
 * @example const { runs } = trackingAt('http://127.0.0.1:5000');
 */
export declare function trackingAt(uri: string, options?: { token?: string }): Tracking;
