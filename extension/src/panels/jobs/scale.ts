import type { Curve } from './curve.js';

/** A range of finite numbers, low to high. */
export type Range = [low: number, high: number];

/** Converts a value to pixels. */
export type Scale = (value: number) => number;

/** Maps a range of numbers onto a range of pixels. */
export function linear([low, high]: Range, [from, to]: Range): Scale {
  // Halves, because the difference of huge numbers is infinite.
  const half = high / 2 - low / 2;
  return value =>
    half > 0 ? from + ((value / 2 - low / 2) / half) * (to - from) : (from + to) / 2;
}

/** The range of one coordinate of several curves; NaN and infinities (of a loss that diverged) are left out. */
export function rangeOf(curves: readonly Curve[], coordinate: 'step' | 'value'): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of curves) {
    for (const { [coordinate]: value } of points) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** Extends a range a little, so that no curve touches the frame. */
export function padded([low, high]: Range): Range {
  const air = high === low ? Math.abs(high) * 0.1 || 0.5 : (high / 2 - low / 2) * 0.12;
  return [Math.max(low - air, -Number.MAX_VALUE), Math.min(high + air, Number.MAX_VALUE)];
}
