import uPlot from 'uplot';
import type { ChartOptions, XAxis } from './chart-settings.js';
import type { Curve } from './curve.js';
import { smoothed } from './smoothing.js';
import { xOf } from './x-axis.js';

/** The values of one curve, ordered by x; null is a gap. */
interface Line {
  x: number[];
  y: (number | null)[];
}

/** The table that a chart draws. */
export interface ChartData {
  /**
   * The x values of all curves, then, if they are smoothed, a column per curve with the values as logged, and last a column per
   * curve with its line. Null is a gap, undefined is no point of this curve.
   */
  table: uPlot.AlignedData;
  /** What one unit of the table stands for: numbers that the library cannot put on an axis are drawn in a larger or smaller one. */
  unit: { x: number; y: number };
}

/** The largest and the smallest numbers that are drawn as they are. */
const PLAIN = { most: 1e15, least: 1e-15 };

/** Returns what a chart of some curves draws. */
export function chartData(curves: readonly Curve[], options: ChartOptions): ChartData {
  const lines = curves.map(curve => lineOf(curve, options.x));
  const unit = {
    x: options.x === 'step' ? unitOf(lines.flatMap(({ x }) => x)) : 1,
    y: unitOf(lines.flatMap(({ y }) => y))
  };
  const { smoothing, isLog } = options;
  const drawn = (y: (number | null)[]): (number | null)[] =>
    y.map(value => (value === null || (isLog && value <= 0) ? null : value / unit.y));
  const columns = lines.map(({ y }) => drawn(y));
  if (smoothing > 0) columns.push(...lines.map(({ y }) => drawn(smoothed(y, smoothing))));
  const xs = lines.map(({ x }) => x.map(value => value / unit.x));
  const tables = columns.map((y, i): uPlot.AlignedData => [xs[i % lines.length] ?? [], y]);
  return { table: uPlot.join(tables), unit };
}

/** Returns how many finite values of a curve a logarithmic axis cannot show. */
export function notPositive({ points }: Curve): number {
  return points.filter(({ value }) => Number.isFinite(value) && value <= 0).length;
}

/** Returns the places in a column of the table whose value has a gap on both sides: no line reaches them. */
export function isolated(column: uPlot.AlignedData[number]): number[] {
  const found: number[] = [];
  let before: { at: number; alone: boolean } | null = null;
  const close = (): void => {
    if (before?.alone) found.push(before.at);
    before = null;
  };
  Array.from(column).forEach((value, at) => {
    if (value === null) close();
    else if (value !== undefined) before = { at, alone: before === null };
  });
  close();
  return found;
}

function lineOf(curve: Curve, x: XAxis): Line {
  const points = curve.points.map(point => ({ x: xOf(point, curve, x), value: point.value }));
  // A step may be logged late, so that the order by step is not the order by time.
  if (x !== 'step') points.sort((a, b) => a.x - b.x);
  return {
    x: points.map(point => point.x),
    y: points.map(({ value }) => (Number.isFinite(value) ? value : null))
  };
}

/** Returns the power of ten that the numbers are divided by: 1 unless the largest is huge or tiny. */
function unitOf(values: readonly (number | null)[]): number {
  let most = 0;
  for (const value of values) if (value !== null) most = Math.max(most, Math.abs(value));
  if (most === 0 || (most >= PLAIN.least && most <= PLAIN.most)) return 1;
  return 10 ** Math.max(Math.floor(Math.log10(most)), -307);
}
