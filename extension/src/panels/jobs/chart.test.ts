import { describe, expect, it } from 'vitest';
import { chartGroups } from './chart-groups.js';
import { tickLabel, ticks } from './ticks.js';

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
    [0, '0'],
    [0.05, '0.05'],
    [2e-7, '2e-7'],
    [5e6, '5e6']
  ])('%d reads %s', (value, text) => {
    expect(tickLabel(value)).toBe(text);
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
