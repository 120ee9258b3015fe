/** A point of a curve; the value may be NaN or infinite. */
export type Point = [step: number, value: number, time: number];

/**
 * Thins a curve to about `limit` points that look the same when drawn: keeps the lowest and the highest finite
 * value of each interval, one that is not finite if there is any (the curve has a gap there), and both ends.
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

/** Returns the lowest, the highest and the first point that is not finite, in their order. */
function extremes(points: Point[]): Point[] {
  let [low, high, gap] = [-1, -1, -1];
  points.forEach(([, value], i) => {
    if (!Number.isFinite(value)) {
      if (gap === -1) gap = i;
      return;
    }
    if (value < (points[low]?.[1] ?? Infinity)) low = i;
    if (value > (points[high]?.[1] ?? -Infinity)) high = i;
  });
  return points.filter((_, i) => i === low || i === high || i === gap);
}
