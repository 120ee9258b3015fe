import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComparedRun, Comparison, MetricSeries } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import { columnNames, comparedCharts } from './compared-curves.js';
import { differing, metricRows, namedRows } from './comparison-table.js';
import { foundRun } from '../jobs/runs.test-support.js';
import { CompareModel } from './model.js';

const run = (name: string, change: Partial<ComparedRun> = {}): ComparedRun => ({
  ...foundRun(name, { compute: 'cpu' }),
  parent: null,
  children: null,
  metrics: [],
  cpuSeconds: null,
  nodes: null,
  error: null,
  user: '',
  environment: '',
  kernel: '',
  commit: '',
  isDeleted: false,
  tags: [],
  latest: [],
  ...change
});
const read = (one: ComparedRun): Comparison['runs'][number] => ({
  name: one.name,
  run: one,
  error: null
});
const loss: MetricSeries[] = [{ key: 'loss', points: [[0, 1, 5000]] }];
const gone = { code: 'NotFound', message: 'There is no b.' };

let service: Record<'compare' | 'curves', ReturnType<typeof vi.fn>>;
let model: CompareModel;

beforeEach(() => {
  vi.useFakeTimers();
  service = {
    compare: vi.fn(() => Promise.resolve({ runs: [read(run('a')), read(run('b'))] })),
    curves: vi.fn(() => Promise.resolve(loss))
  };
  model = new CompareModel(service as never, ['a', 'b']);
});
afterEach(() => {
  model.dispose();
  vi.useRealTimers();
});

describe('the comparison of runs', () => {
  it('reads runs that have ended once', async () => {
    await model.follow();
    expect(model.columns.map(({ series }) => series)).toEqual([loss, loss]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(service.compare).toHaveBeenCalledTimes(1);
  });

  it('reads a run that goes on within 2 s, and its curves only if it has logged', async () => {
    const going = { finished: false, status: 'Running' };
    const at = (value: number): void => {
      const latest = [{ key: 'loss', step: value, value }];
      const runs = [read(run('a', { ...going, latest })), read(run('b'))];
      service.compare.mockResolvedValue({ runs });
    };
    at(1);
    await model.follow();
    await vi.advanceTimersByTimeAsync(2000);
    expect(service.compare).toHaveBeenCalledTimes(2);
    expect(service.curves.mock.calls).toEqual([['a'], ['b']]);
    at(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(service.curves.mock.calls).toEqual([['a'], ['b'], ['a']]);
  });

  it('shows why a run cannot be read, and the others', async () => {
    service.compare.mockResolvedValue({
      runs: [read(run('a')), { name: 'b', run: null, error: gone }]
    });
    await model.follow();
    expect(model.columns).toMatchObject([{ series: loss }, { run: null, error: gone }]);
    expect(model.error).toBeNull();
  });

  it('reads again what it could not read, though all the others have ended', async () => {
    service.compare.mockResolvedValueOnce({
      runs: [read(run('a')), { name: 'b', run: null, error: gone }]
    });
    service.curves.mockRejectedValueOnce(new ServiceError({ code: 'X', message: 'busy' }));
    await model.follow();
    expect(model.columns.map(({ error }) => error?.message)).toEqual(['busy', gone.message]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(model.columns).toMatchObject([
      { error: null, series: loss },
      { error: null, series: loss }
    ]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(service.compare).toHaveBeenCalledTimes(2);
  });

  it('keeps what it has read while the workspace is away, and asks again', async () => {
    service.compare.mockResolvedValueOnce({
      runs: [read(run('a', { finished: false })), read(run('b'))]
    });
    await model.follow();
    service.compare.mockRejectedValueOnce(new ServiceError({ code: 'X', message: 'away' }));
    await vi.advanceTimersByTimeAsync(1500);
    expect(model.error).toMatchObject({ message: 'away' });
    expect(model.columns[0]?.run?.name).toBe('a');
    await vi.advanceTimersByTimeAsync(1500);
    expect([model.error, model.columns[0]?.run?.finished]).toEqual([null, true]);
  });

  it('asks nothing while nobody sees the page, and what it has missed when somebody does', async () => {
    let isShown = false;
    model = new CompareModel(service as never, ['a', 'b'], () => isShown);
    service.compare.mockResolvedValueOnce({
      runs: [read(run('a', { finished: false })), read(run('b'))]
    });
    await model.follow();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(service.compare).toHaveBeenCalledTimes(1);
    isShown = true;
    await vi.advanceTimersByTimeAsync(1500);
    expect(model.columns[0]?.run?.finished).toBe(true);
  });

  it('asks nothing after the page is closed', async () => {
    service.compare.mockResolvedValue({ runs: [read(run('a', { finished: false }))] });
    const reading = model.follow();
    model.dispose();
    await reading;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(service.compare).toHaveBeenCalledTimes(1);
  });
});

describe('the table', () => {
  const runs = [
    run('a', {
      parameters: [
        { name: 'rate', value: '0.1' },
        { name: 'size', value: '8' }
      ]
    }),
    null,
    run('c', {
      parameters: [
        { name: 'rate', value: '0.2' },
        { name: 'size', value: '8' }
      ]
    })
  ];

  it('has the differing parameters, for which a run that cannot be read does not count', () => {
    const rows = namedRows(runs, ({ parameters }) => parameters);
    expect(rows.map(({ name }) => name)).toEqual(['rate', 'size']);
    expect(differing(rows, runs)).toEqual([{ name: 'rate', values: ['0.1', null, '0.2'] }]);
  });

  it('counts a parameter that one run lacks as differing', () => {
    const two = [run('a', { parameters: [{ name: 'only', value: '1' }] }), run('b')];
    const rows = namedRows(two, ({ parameters }) => parameters);
    expect(differing(rows, two)).toHaveLength(1);
  });

  it('keeps hostile names apart', () => {
    const names = ['__proto__', 'constructor', '', '<b>'];
    const latest = names.map(key => ({ key, step: 0, value: 'NaN' as const }));
    const rows = metricRows([run('a', { latest })]);
    expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(rows.every(({ values: [value] }) => value === 'NaN')).toBe(true);
  });
});

describe('the curves of several runs', () => {
  const columns = [
    { name: 'a', run: run('a', { displayName: 'try' }), error: null, series: loss },
    { name: 'b', run: run('b', { displayName: 'try' }), error: null, series: [] },
    { name: 'c', run: null, error: gone, series: [...loss, { key: 'rate', points: [] }] }
  ];

  it('are on one chart per metric, each in the look of its run', () => {
    const charts = comparedCharts(columns);
    expect(charts.map(({ title }) => title)).toEqual(['loss', 'rate']);
    expect(charts[0]?.curves.map(({ key, look }) => [key, look])).toEqual([
      ['a', 0],
      ['c', 2]
    ]);
  });

  it('have names that differ', () => {
    expect(columnNames(columns)).toEqual(['try #1', 'try #2', 'c']);
  });
});
