import { describe, expect, it } from 'vitest';
import { chartGroups } from './chart-groups.js';
import { curveOf, lackOf, pieces } from './curve.js';
import { linear, padded, rangeOf } from './scale.js';
import { ticks } from './ticks.js';

const { MAX_VALUE, MIN_VALUE } = Number;

const curve = (...values: Parameters<typeof curveOf>[0]['points'][number][1][]) =>
  curveOf({ key: 'loss', points: values.map((value, i) => [i, value, i]) });

describe('the numbers on an axis', () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0.03, 0.97, 4, [0.2, 0.4, 0.6, 0.8]],
    [0, 1, 4, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-3, 3, 3, [-2, 0, 2]],
    [7, 7, 4, [7]]
  ])('from %d to %d are round', (low, high, count, expected) => {
    expect(ticks(low, high, count)).toEqual(expected);
  });

  it.each([
    [-MAX_VALUE, MAX_VALUE],
    [0, MIN_VALUE],
    [MIN_VALUE, 2 * MIN_VALUE],
    [1e17, 1e17 + 16],
    [-1e300, -1e300 + 1e285]
  ])('from %d to %d are few, finite and different', (low, high) => {
    const found = ticks(low, high, 4);
    expect(found.length).toBeLessThan(12);
    expect(found.every(Number.isFinite)).toBe(true);
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('a curve', () => {
  it('has a gap at each value that is not finite', () => {
    const parts = pieces(curve(1, 2, 'NaN', 'Infinity', 3, '-Infinity', 4, 5));
    expect(parts.map(part => part.map(({ value }) => value))).toEqual([[1, 2], [3], [4, 5]]);
  });

  it('has the range of its finite values, and of all its steps', () => {
    const diverged = curve('-Infinity', 1, 3, 'NaN', 'Infinity');
    expect(rangeOf([diverged], 'value')).toEqual([1, 3]);
    expect(rangeOf([diverged], 'step')).toEqual([0, 4]);
  });

  it('of no finite value has none, for a reason', () => {
    expect(lackOf(curve('NaN', 'NaN'))).toBe('all-nan');
    expect(lackOf(curve('NaN', 'Infinity'))).toBe('none-finite');
    expect(lackOf(curve('NaN', 0))).toBeNull();
  });

  it('of huge numbers stays within the frame', () => {
    const range = padded(rangeOf([curve(-MAX_VALUE, MAX_VALUE)], 'value'));
    const y = linear(range, [0, 100]);
    expect([y(-MAX_VALUE), y(0), y(MAX_VALUE)]).toEqual([0, 50, 100]);
  });
});

describe('charts', () => {
  it('show the curves of the same metric together', () => {
    const series = ['loss', 'val_loss', 'accuracy', 'val/rouge'].map(key => ({ key, points: [] }));
    expect(
      chartGroups(series).map(({ title, series: s }) => [title, s.map(({ key }) => key)])
    ).toEqual([
      ['loss', ['loss', 'val_loss']],
      ['accuracy', ['accuracy']],
      ['val/rouge', ['val/rouge']]
    ]);
  });
});
