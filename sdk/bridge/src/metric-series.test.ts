import { describe, expect, it } from 'vitest';
import type { MetricRow, Run } from 'carry-ml';
import { MetricCurves } from './metric-series.js';

const point = (step: number, value: number): MetricRow => ({ step, timestamp: step, value });

/** A run whose metrics are these, and the keys of the histories that were read. */
function runWith(histories: Record<string, MetricRow[]>) {
  const reads: string[] = [];
  const run = {
    get latestMetrics() {
      return Object.fromEntries(
        Object.entries(histories).map(([key, rows]) => [
          key,
          rows.reduce((a, b) => (b.step >= a.step ? b : a))
        ])
      );
    },
    metricReader: (key: string) => ({
      read: () => {
        reads.push(key);
        return Promise.resolve([...(histories[key] ?? [])].sort((a, b) => a.step - b.step));
      }
    })
  } as unknown as Run;
  return { run, reads };
}

describe('MetricCurves', () => {
  it('reads again only the metrics that were logged again', async () => {
    const histories = { loss: [point(0, 3)], rate: [point(0, 0.1)] };
    const { run, reads } = runWith(histories);
    const curves = new MetricCurves();
    await curves.update(run);
    expect(await curves.update(run)).toBeNull();
    histories.loss.push(point(1, 2));
    expect(await curves.update(run)).toMatchObject([{ key: 'loss' }, { key: 'rate' }]);
    expect(reads).toEqual(['loss', 'rate', 'loss']);
  });

  it('continues a curve whose value stays the same', async () => {
    const histories = { exact: [point(0, 0.9), point(1, 1)] };
    const { run } = runWith(histories);
    const curves = new MetricCurves();
    await curves.update(run);
    histories.exact.push(point(2, 1), point(3, 1));
    const points = [
      [0, 0.9, 0],
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 3]
    ];
    expect(await curves.update(run)).toEqual([{ key: 'exact', points }]);
  });

  it('reads NaN once, although it does not equal itself', async () => {
    const { run, reads } = runWith({ loss: [point(0, NaN)] });
    const curves = new MetricCurves();
    await curves.update(run);
    expect(await curves.update(run)).toBeNull();
    expect(reads).toEqual(['loss']);
  });

  it('sends NaN and infinities in the form that JSON keeps', async () => {
    const { run } = runWith({ loss: [point(0, NaN), point(1, Infinity), point(2, -Infinity)] });
    const series = await new MetricCurves().update(run);
    const points = [
      [0, 'NaN', 0],
      [1, 'Infinity', 1],
      [2, '-Infinity', 2]
    ];
    expect(JSON.parse(JSON.stringify(series))).toEqual([{ key: 'loss', points }]);
  });

  it('reads points of earlier steps when all curves are asked for, as at the end of a job', async () => {
    const histories = { loss: [point(0, 3), point(5, 1)] };
    const { run } = runWith(histories);
    const curves = new MetricCurves();
    await curves.update(run);
    histories.loss.push(point(2, 2));
    expect(await curves.update(run)).toBeNull();
    const points = [
      [0, 3, 0],
      [2, 2, 2],
      [5, 1, 5]
    ];
    expect(await curves.update(run, true)).toEqual([{ key: 'loss', points }]);
  });
});
