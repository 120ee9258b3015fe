import type { MetricSeries } from '@carry-ml/bridge';
import { metricNumber } from '../../parts/number-text.js';

/** One logged value; the value may be NaN or infinite. */
export interface CurvePoint {
  step: number;
  value: number;
}

/** The curve of a metric as numbers. */
export interface Curve {
  key: string;
  points: CurvePoint[];
}

/** Why a metric has no curve: nothing but NaN was logged, or nothing finite. */
export type CurveLack = 'all-nan' | 'none-finite';

/** Returns a series of the bridge as numbers. */
export function curveOf({ key, points }: MetricSeries): Curve {
  return { key, points: points.map(([step, value]) => ({ step, value: metricNumber(value) })) };
}

/** Returns the pieces of a curve between the values that are not finite. */
export function pieces({ points }: Curve): CurvePoint[][] {
  const found: CurvePoint[][] = [];
  let piece: CurvePoint[] = [];
  for (const point of points) {
    if (Number.isFinite(point.value)) {
      if (piece.length === 0) found.push(piece);
      piece.push(point);
    } else piece = [];
  }
  return found;
}

/** Returns why a metric with values has no curve, or null if it has one. */
export function lackOf({ points }: Curve): CurveLack | null {
  if (points.length === 0 || points.some(({ value }) => Number.isFinite(value))) return null;
  return points.every(({ value }) => Number.isNaN(value)) ? 'all-nan' : 'none-finite';
}
