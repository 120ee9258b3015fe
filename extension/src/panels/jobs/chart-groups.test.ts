import { expect, it } from 'vitest';
import type { MetricSeries } from '@carry-ml/bridge';
import { chartGroups } from './chart-groups.js';

it('shows the curves of the same metric together', () => {
  const series = ['loss', 'val_loss', 'accuracy', 'val/rouge'].map(key => ({ key, points: [] }));
  expect(
    chartGroups(series).map(({ title, curves }) => [title, curves.map(({ key }) => key)])
  ).toEqual([
    ['loss', ['loss', 'val_loss']],
    ['accuracy', ['accuracy']],
    ['val/rouge', ['val/rouge']]
  ]);
});

it('counts relative time from the first value of the run, whatever its metric', () => {
  const series: MetricSeries[] = [
    { key: 'loss', points: [[0, 1, 5000]] },
    { key: 'accuracy', points: [[0, 1, 7000]] }
  ];
  const origins = chartGroups(series).flatMap(({ curves }) => curves.map(({ origin }) => origin));
  expect(origins).toEqual([5000, 5000]);
});
