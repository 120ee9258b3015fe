import type { MetricSeries } from '@carry-ml/bridge';
import { metricNumber } from '../parts/number-text.js';

/** One logged value; the value may be NaN or infinite. */
export interface CurvePoint {
  step: number;
  value: number;
  /** Milliseconds since 1970. */
  time: number;
}

/** A metric of a run as numbers. */
export interface Curve {
  /** Distinguishes the curves of a chart. */
  key: string;
  /** The name in the legend. */
  label: string;
  /** Number of its colour and dashes (`look.ts`). */
  look: number;
  /** When the first value of the run was logged: the zero of relative time. */
  origin: number;
  points: CurvePoint[];
}

/** The curves of one chart. */
export interface Chart {
  title: string;
  curves: Curve[];
}

/** Why a metric has no curve: nothing but NaN was logged, or nothing finite. */
export type CurveLack = 'all-nan' | 'none-finite';

/** Returns a series of the bridge as numbers. */
export function curveOf(series: MetricSeries, about: Omit<Curve, 'points'>): Curve {
  const points = series.points.map(([step, value, time]) => ({
    step,
    value: metricNumber(value),
    time
  }));
  return { ...about, points };
}

/** Returns when the first value of a run was logged; 0 if there is none. */
export function originOf(series: readonly MetricSeries[]): number {
  let first = Infinity;
  for (const { points } of series) for (const [, , time] of points) first = Math.min(first, time);
  return Number.isFinite(first) ? first : 0;
}

/** Returns why a metric with values has no curve, or null if it has one. */
export function lackOf({ points }: Curve): CurveLack | null {
  if (points.length === 0 || points.some(({ value }) => Number.isFinite(value))) return null;
  return points.every(({ value }) => Number.isNaN(value)) ? 'all-nan' : 'none-finite';
}

/** Returns true if there is more to draw than one number. */
export function hasLine(curve: Curve): boolean {
  return curve.points.length > 1 && lackOf(curve) === null;
}
