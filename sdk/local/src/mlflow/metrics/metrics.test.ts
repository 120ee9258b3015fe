import LibsqlDatabase from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';
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
  it.each([1, 9, 10, 61, 313])('stores all of %i metrics, each under its key', count => {
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
    [3, [0, 4, 9]],
    [4, [0, 3, 6, 9]],
    [6, [0, 2, 4, 6, 8, 9]],
    [7, [0, 2, 4, 6, 7, 8, 9]],
    [10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [50, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
  ])('samples at most %i points, including the last', async (limit, steps) => {
    store.log(
      'j',
      Array.from({ length: 10 }, (_, step) => ({ key: 'm', value: step, timestamp: 1, step }))
    );
    expect((await store.sample('j', 'm', limit)).map(metric => metric.step)).toEqual(steps);
  });

  it('samples a long history in a file outside the event loop, with the same points', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carry-metrics-'));
    const db = new LibsqlDatabase(join(folder, 'state.db'));
    const inFile = new MetricStore(db);
    const points = Array.from({ length: 30_000 }, (_, step) => ({
      key: 'm',
      value: step,
      timestamp: 1,
      step
    }));
    for (const each of [store, inFile]) each.log('j', points);
    let turns = 0;
    const ticks = setInterval(() => (turns += 1), 0);
    expect(await inFile.sample('j', 'm', 7)).toEqual(await store.sample('j', 'm', 7));
    clearInterval(ticks);
    db.close();
    rmSync(folder, { recursive: true });
    expect(turns).toBeGreaterThan(0);
  });
});

describe('the pages of a history', () => {
  const points = [
    { step: 3, timestamp: 1, value: 1 },
    { step: 1, timestamp: 2, value: -Infinity },
    { step: 1, timestamp: 2, value: 0 },
    { step: 1, timestamp: 2, value: NaN },
    { step: 1, timestamp: 2, value: 0.1 },
    { step: 2, timestamp: 2, value: Infinity },
    { step: 0, timestamp: 3, value: 1e300 }
  ].map(point => ({ key: 'm', ...point }));

  it.each([1, 2, 3, 10])('of %i points contain the whole history in time order', async size => {
    const run = await workspace.run();
    store.log(run, [...points].reverse());
    const seen: unknown[] = [];
    for (let page_token = ''; ;) {
      const query = { run_id: run, metric_key: 'm', max_results: String(size), page_token };
      const { body } = await workspace.get('metrics/get-history', query);
      const { metrics, next_page_token } = body as unknown as {
        metrics: { timestamp: number; step: number; value: number | string }[];
        next_page_token?: string;
      };
      seen.push(...metrics.map(m => [m.step, m.timestamp, Number(m.value)]));
      if (next_page_token === undefined) break;
      page_token = next_page_token;
    }
    expect(seen).toEqual(points.map(m => [m.step, m.timestamp, m.value]));
  });

  it("may start at an offset, as in MLflow's own tokens", async () => {
    const run = await workspace.run();
    store.log(run, points);
    const page_token = Buffer.from('{"offset": 6}').toString('base64');
    const { body } = await workspace.get('metrics/get-history', {
      run_id: run,
      metric_key: 'm',
      page_token
    });
    expect(body).toMatchObject({ metrics: [{ value: 1e300 }] });
  });

  it.each(['{"after": 1}', '{"after": [1, 2, 3]}', '{"after": null}', '{}', 'x'])(
    'reject the token %s',
    async token => {
      const query = { metric_key: 'm', page_token: Buffer.from(token).toString('base64') };
      const { status } = await workspace.get('metrics/get-history', {
        run_id: await workspace.run(),
        ...query
      });
      expect(status).toBe(400);
    }
  );

  it('are read in order from the table, without sorting', () => {
    const prepare = vi.spyOn(workspace.db, 'prepare');
    store.history('j', 'm', { after: points[0], limit: 5 });
    const sql = prepare.mock.calls[0]?.[0] ?? '';
    const plan = workspace.db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all('j', 'm', 1, 1, 1, 0, 5, 0) as { detail: string }[];
    expect(plan[0]?.detail).toBe(
      'SEARCH mlflow_metric_points USING PRIMARY KEY (series=? AND (timestamp,step,value,is_nan)>(?,?,?,?))'
    );
    expect(plan.map(({ detail }) => detail).join()).not.toContain('ORDER BY');
  });
});

describe('the points table of an earlier version', () => {
  it('is converted to time order', () => {
    const db = new LibsqlDatabase(':memory:');
    db.exec(`CREATE TABLE mlflow_metrics (
        series INTEGER PRIMARY KEY, run_id TEXT NOT NULL, key TEXT NOT NULL,
        value REAL NOT NULL, is_nan INTEGER NOT NULL, timestamp INTEGER NOT NULL, step INTEGER NOT NULL, UNIQUE (run_id, key));
      CREATE TABLE mlflow_metric_points (
        series INTEGER NOT NULL, step INTEGER NOT NULL, timestamp INTEGER NOT NULL, value REAL NOT NULL, is_nan INTEGER NOT NULL,
        PRIMARY KEY (series, step, timestamp, value, is_nan)) WITHOUT ROWID;
      INSERT INTO mlflow_metrics VALUES (1, 'j', 'm', 5, 0, 1, 2);
      INSERT INTO mlflow_metric_points VALUES (1, 1, 9, 0, 1), (1, 2, 1, 5, 0)`);
    for (const opened of [new MetricStore(db), new MetricStore(db)])
      expect(opened.history('j', 'm')).toEqual([
        { key: 'm', step: 2, timestamp: 1, value: 5 },
        { key: 'm', step: 1, timestamp: 9, value: NaN }
      ]);
  });
});
