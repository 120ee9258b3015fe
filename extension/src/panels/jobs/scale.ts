import type { MetricSeries } from '@carry-ml/bridge';

/** A range of numbers, low to high. */
export type Range = [low: number, high: number];

/** Converts a value to pixels. */
export type Scale = (value: number) => number;

/** Maps a range of numbers onto a range of pixels. */
export function linear([low, high]: Range, [from, to]: Range): Scale {
  const factor = high === low ? 0 : (to - from) / (high - low);
  return value => (high === low ? (from + to) / 2 : from + (value - low) * factor);
}

/** The range of one coordinate of several curves; infinite and missing values (of a loss that diverged) are ignored. */
export function rangeOf(series: readonly MetricSeries[], coordinate: 0 | 1): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of series) {
    for (const point of points) {
      const value = point[coordinate];
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** Extends a range a little, so that no curve touches the frame. */
export function padded([low, high]: Range): Range {
  const air = high === low ? Math.abs(high) * 0.1 || 0.5 : (high - low) * 0.06;
  return [low - air, high + air];
}
