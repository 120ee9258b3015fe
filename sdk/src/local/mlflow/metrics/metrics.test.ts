import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test.workspace.js';
import { MetricStore } from './metrics.js';

let workspace: TestWorkspace;
let store: MetricStore;
beforeEach(() => {
  workspace = new TestWorkspace();
  store = new MetricStore(workspace.db);
});
afterEach(() => workspace.close());

const latest = () => store.latest(['j']).get('j') ?? [];

describe('metrics of a run', () => {
  it.each([1, 9, 10, 61, 313])('keeps all of %i metrics, each under its key', count => {
    const metrics = Array.from({ length: count }, (_, i) => ({
      key: `m${i}`,
      value: i,
      timestamp: 1,
      step: i
    }));
    store.log('j', metrics);
    store.log(
      'j',
      metrics.map(metric => ({ ...metric, step: metric.step + 1, value: -1 }))
    );
    for (const { key, value, step } of metrics)
      expect(store.history('j', key).map(m => [m.step, m.value])).toEqual([
        [step, value],
        [step + 1, -1]
      ]);
    expect(latest().map(metric => metric.value)).toEqual(metrics.map(() => -1));
  });

  it('keeps NaN as the latest value', () => {
    store.log('j', [
      { key: 'm', value: 1, timestamp: 1, step: 1 },
      { key: 'm', value: NaN, timestamp: 1, step: 2 }
    ]);
    expect(latest()[0]?.value).toBeNaN();
    expect(store.history('j', 'm').map(metric => metric.value)).toEqual([1, NaN]);
  });

  it('stores a repeated value once', () => {
    const metric = { key: 'm', value: 1, timestamp: 2, step: 3 };
    store.log('j', [metric, metric]);
    store.log('j', [metric, { ...metric, value: NaN }, { ...metric, value: NaN }]);
    expect(store.history('j', 'm')).toHaveLength(2);
  });

  it.each([
    [1, [9]],
    [2, [0, 9]],
    [4, [0, 3, 6, 9]],
    [10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [50, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
  ])('samples at most %i points, the last among them', (limit, steps) => {
    store.log(
      'j',
      Array.from({ length: 10 }, (_, step) => ({ key: 'm', value: step, timestamp: 1, step }))
    );
    expect(store.sample('j', 'm', limit).map(metric => metric.step)).toEqual(steps);
  });
});
