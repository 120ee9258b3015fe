import { describe, expect, it } from 'vitest';
import { thin } from './thin.js';

type Point = [step: number, value: number, time: number];
const curve = (count: number, value: (i: number) => number): Point[] =>
  Array.from({ length: count }, (_, i): Point => [i, value(i), i]);

describe('a thinned curve', () => {
  it('is the curve itself if that is short', () => {
    const points = curve(10, i => i);
    expect(thin(points, 10)).toBe(points);
  });

  it('keeps both ends and every spike of a long curve', () => {
    const points = curve(100_000, i =>
      i === 54_321 ? 99 : i === 77_777 ? -99 : Math.sin(i / 1e4)
    );
    const thinned = thin(points, 600);
    expect(thinned.length).toBeLessThanOrEqual(602);
    expect(thinned[0]).toEqual(points[0]);
    expect(thinned.at(-1)).toEqual(points.at(-1));
    expect(thinned.map(([, value]) => value)).toEqual(expect.arrayContaining([99, -99]));
  });

  it('keeps finite extremes and gaps where values are NaN or infinite', () => {
    const points = curve(10_000, i => {
      if (i % 100 === 0) return i % 200 === 0 ? NaN : -Infinity;
      return i === 5_432 ? 99 : Math.sin(i / 1e3);
    });
    const values = thin(points, 600).map(([, value]) => value);
    expect(values).toContain(99);
    expect(values.filter(value => !Number.isFinite(value))).toHaveLength(100);
    expect(Math.min(...values.filter(Number.isFinite))).toBeLessThan(-0.999);
  });

  it('keeps the order of the steps', () => {
    const steps = thin(
      curve(5000, i => Math.cos(i)),
      100
    ).map(([step]) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});
