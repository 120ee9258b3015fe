import LibsqlDatabase, { type Database } from 'libsql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { runQuery } from '../mlflow/runs/run-search.js';
import { RunStore } from '../mlflow/runs/runs.js';
import { AssetStore } from './asset-store.js';
import { JobStore } from './job-store.js';
import { ScheduleStore } from './schedule-store.js';

/** Returns SQLite's plan for the first query that `ask` makes. */
function planOf(db: Database, ask: () => void): string {
  const prepare = vi.spyOn(db, 'prepare');
  ask();
  const sql = prepare.mock.calls[0]?.[0] ?? '';
  prepare.mockRestore();
  const values = Array.from(sql.matchAll(/\?/g), () => '1');
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
  return plan.map(({ detail }) => detail).join('\n');
}

describe('a list that may grow long is read in its order from an index', () => {
  let db: Database;
  beforeEach(() => {
    db = new LibsqlDatabase(':memory:');
  });
  const page = { view: 'ActiveOnly', skip: 1000, top: 100 } as const;

  it('containers of assets', () => {
    const data = new AssetStore(db, 'data', () => 0);
    expect(planOf(db, () => data.containers(page))).toBe(
      'SEARCH assets USING INDEX assets_containers (kind=?)'
    );
  });

  it('versions of an asset', () => {
    const data = new AssetStore(db, 'data', () => 0);
    const plan = planOf(db, () => data.versions('d', { ...page, newestFirst: true }));
    expect(plan).toBe('SEARCH assets USING INDEX assets_versions (kind=? AND name=?)');
  });

  it('code versions with the same content', () => {
    const codes = new AssetStore(db, 'codes', () => 0);
    const plan = planOf(db, () => codes.versions('c', { ...page, hash: 'h', newestFirst: true }));
    expect(plan).toBe('SEARCH assets USING INDEX assets_hashes (kind=? AND hash=?)');
  });

  it('firings of a schedule', () => {
    const schedules = new ScheduleStore(db, () => 0);
    expect(planOf(db, () => schedules.firings('nightly', page))).toMatch(
      /^SEARCH schedule_firings USING INDEX \S+ \(schedule=\?\)$/
    );
  });

  it('the queue of a compute, whatever the number of ended jobs', () => {
    const jobs = new JobStore(db);
    const byStatus = 'INDEX jobs_by_status (status=? AND compute=?';
    expect(planOf(db, () => jobs.queueOf('cpu', 2))).toBe(`SEARCH jobs USING ${byStatus})`);
    expect(planOf(db, () => jobs.countOn('cpu', 'Running'))).toBe(
      `SEARCH jobs USING COVERING ${byStatus})`
    );
    expect(planOf(db, () => jobs.countInState(['Running']))).toBe(
      'SEARCH jobs USING COVERING INDEX jobs_by_status (status=?)'
    );
    expect(planOf(db, () => jobs.namesOn('cpu', ['Queued', 'Running'], 1))).toBe(
      `SEARCH jobs USING ${byStatus})`
    );
    expect(planOf(db, () => jobs.countActive())).toBe(
      'SEARCH jobs USING COVERING INDEX jobs_by_status (status=?)'
    );
  });

  it('runs of an experiment', () => {
    new RunStore(db, () => 0);
    const { sql, args } = runQuery({
      experimentIds: ['1'],
      orderBy: [],
      view: 'ACTIVE_ONLY',
      offset: 1000,
      limit: 100
    });
    const plan = planOf(db, () => db.prepare(sql).all(...args));
    expect(plan).toContain('SEARCH r USING INDEX mlflow_runs_by_start (experiment_id=?)');
    expect(plan).not.toContain('ORDER BY');
  });
});
