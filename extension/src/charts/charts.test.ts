import { describe, expect, it } from 'vitest';
import type { MetricSeries } from '@carry-ml/bridge';
import { chartData, isolated, notPositive } from './chart-data.js';
import { ChartSettings, type ChartOptions } from './chart-settings.js';
import { curveOf, lackOf, type Curve } from './curve.js';
import { dashOf, lookClass } from './look.js';
import { smoothed } from './smoothing.js';
import { tickText, xText } from './x-axis.js';

const { MAX_VALUE, MIN_VALUE } = Number;
const PLAIN: ChartOptions = { x: 'step', smoothing: 0, isLog: false };

const key = 'loss';
const about = { key, label: key, look: 0, origin: 0 };
const curveAt = (...points: MetricSeries['points']): Curve => curveOf({ key, points }, about);
const curve = (...values: MetricSeries['points'][number][1][]): Curve =>
  curveAt(...values.map((value, i): MetricSeries['points'][number] => [i, value, i * 1000]));

const drawn = (curves: Curve[], options: Partial<ChartOptions> = {}) =>
  chartData(curves, { ...PLAIN, ...options });

describe('a curve', () => {
  it('has a gap at each value that is not finite', () => {
    const { table } = drawn([curve(1, 2, 'NaN', 'Infinity', 3, '-Infinity', 4, 5)]);
    expect(table[1]).toEqual([1, 2, null, null, 3, null, 4, 5]);
  });

  it('has a dot where a value has a gap on both sides', () => {
    expect(isolated([1, 2, null, 3, null, 4, 5])).toEqual([3]);
    expect(isolated([undefined, 1, undefined, null, undefined, 3, undefined, 4])).toEqual([1]);
    expect(isolated([null, null])).toEqual([]);
  });

  it('is not interrupted by the steps of another one', () => {
    const other = curveAt([1, 9, 0], [3, 8, 0]);
    const { table } = drawn([curveAt([0, 1, 0], [2, 2, 0]), other]);
    expect(table).toEqual([
      [0, 1, 2, 3],
      [1, undefined, 2, undefined],
      [undefined, 9, undefined, 8]
    ]);
  });

  it('of no finite value has none, for a reason', () => {
    expect(lackOf(curve('NaN', 'NaN'))).toBe('all-nan');
    expect(lackOf(curve('NaN', 'Infinity'))).toBe('none-finite');
    expect(lackOf(curve('NaN', 0))).toBeNull();
  });

  it.each([
    [-MAX_VALUE, MAX_VALUE],
    [MIN_VALUE, 2 * MIN_VALUE],
    [1e17, 1e17 + 16],
    [-1e300, -1e300 + 1e285],
    [1e-300, 1e300]
  ])('from %d to %d is drawn in a unit that keeps it finite', (low, high) => {
    const { table, unit } = drawn([curve(low, high)]);
    const values = table[1] as number[];
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(20);
    expect(unit.y).toBeGreaterThan(0);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('along time is ordered by time, from the first value of the run or of all time', () => {
    const late = { ...curveAt([1, 10, 9000], [2, 20, 8000]), origin: 7000 };
    expect(drawn([late], { x: 'relative' }).table).toEqual([
      [1, 2],
      [20, 10]
    ]);
    expect(drawn([late], { x: 'clock' }).table[0]).toEqual([8, 9]);
  });
});

describe('a log scale', () => {
  it('leaves a gap for values that it cannot show, and tells how many', () => {
    const loss = curve(1, 0, -2, 'NaN', 4);
    expect(drawn([loss], { isLog: true }).table[1]).toEqual([1, null, null, null, 4]);
    expect(notPositive(loss)).toBe(2);
  });
});

describe('smoothing', () => {
  it('is the moving average of TensorBoard, without a bias to zero at the start', () => {
    expect(smoothed([4, 4, 4], 0.9)).toEqual([4, 4, 4].map(n => expect.closeTo(n) as number));
    expect(smoothed([0, 1], 0.5)).toEqual([0, expect.closeTo(0.5 / 0.75)]);
  });

  it('keeps gaps, and the average beyond them', () => {
    expect(smoothed([2, null, 2], 0.6)).toEqual([2, null, expect.closeTo(2)]);
  });

  it('shows the values as logged too', () => {
    const { table } = drawn([curve(0, 1), curve(2, 2)], { smoothing: 0.5 });
    expect(table).toHaveLength(5);
    expect([table[1], table[2]]).toEqual([
      [0, 1],
      [2, 2]
    ]);
  });
});

describe('the horizontal axis', () => {
  it('reads as steps or as durations', () => {
    expect(xText(1200, 'step')).toBe('1,200');
    expect(xText(75, 'relative')).toBe('1 min 15 s');
    expect([0.5, 90, 5400, 172_800].map(s => tickText(s, 'relative', 0))).toEqual([
      '0.5 s',
      '1.5 min',
      '1.5 h',
      '2 d'
    ]);
  });
});

describe('the looks of curves', () => {
  it('differ for the first ten', () => {
    const looks = Array.from({ length: 10 }, (_, n) => `${lookClass(n)} ${dashOf(n).join()}`);
    expect(new Set(looks).size).toBe(10);
  });
});

describe('the choices on charts', () => {
  const storage = (text: string | null) => {
    const stored = { text };
    return {
      stored,
      getItem: () => stored.text,
      setItem: (_: string, value: string) => {
        stored.text = value;
      }
    };
  };

  it('persist', () => {
    const browser = storage(null);
    new ChartSettings(browser).set({ smoothing: 0.6, isLog: true, x: 'clock' });
    expect(new ChartSettings(browser).options).toEqual({ smoothing: 0.6, isLog: true, x: 'clock' });
  });

  it.each(['', 'null', '[]', '{"x":"y","smoothing":7,"isLog":1}', '{"smoothing":null}', '<'])(
    'that are stored as %s are replaced by possible ones',
    text => {
      const { x, smoothing, isLog } = new ChartSettings(storage(text)).options;
      expect([x, isLog]).toEqual(['step', false]);
      expect(smoothing).toBeLessThan(1);
    }
  );
});
