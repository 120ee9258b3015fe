import type { MetricSeries } from './api.js';

type Point = MetricSeries['points'][number];

/**
 * Thins a curve to about `limit` points that look the same when drawn: keeps the lowest and the highest value of each
 * interval, and both ends.
 */
export function thin(points: Point[], limit: number): Point[] {
  if (points.length <= limit) return points;
  const interval = Math.ceil(points.length / (limit / 2));
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += interval) {
    kept.push(...extremes(points.slice(from, from + interval)));
  }
  const [first, last] = [points[0], points.at(-1)];
  if (first && kept[0] !== first) kept.unshift(first);
  if (last && kept.at(-1) !== last) kept.push(last);
  return kept;
}

/** Returns the lowest and the highest point, in their order. */
function extremes(points: Point[]): Point[] {
  let [low, high] = [0, 0];
  points.forEach(([, value], i) => {
    if (value < (points[low]?.[1] ?? Infinity)) low = i;
    if (value > (points[high]?.[1] ?? -Infinity)) high = i;
  });
  return points.filter((_, i) => i === low || i === high);
}
