import { describe, expect, it } from 'vitest';
import { ExperimentNames } from './experiment-names.js';
import { findExpired } from './expired-runs.js';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-03-01T00:00:00Z');

/** A run that ended some days ago. */
const run = (name: string, days: number, change: Partial<FakeJob> = {}): FakeJob => ({
  name,
  status: 'Completed',
  notebook: 'a.ipynb',
  createdAt: now - days * DAY_MS - 1000,
  endedAt: now - days * DAY_MS,
  ...change
});
const expired = (jobs: FakeJob[], days: number, keep: number) =>
  findExpired(fakeWorkspace(jobs).workspace, { days, keep }, new ExperimentNames(), now);
const names = async (...args: Parameters<typeof expired>) =>
  (await expired(...args)).runs.map(({ name }) => name);

describe('the expired runs', () => {
  const jobs = [
    run('new', 1),
    run('other', 20, { notebook: 'b.ipynb' }),
    run('old', 40),
    run('older', 50),
    run('pinned', 60, { tags: { 'carry.pinned': 'true' } }),
    run('registered', 70, { models: [{ name: 'm', version: '1' }] }),
    run('logged', 80, { models: [{ name: 'm' }] }),
    run('interrupted', 90, { status: 'Running', endedAt: undefined }),
    run('archived', 95, { tags: { 'carry.archived': 'true' } }),
    run('trial', 99, { parent: 'old' })
  ];

  it('are older than the days, and not among the newest of their notebook', async () => {
    expect(await names(jobs, 30, 0)).toEqual(['old', 'older', 'logged']);
    expect(await names(jobs, 30, 2)).toEqual(['older', 'logged']);
    expect(await names(jobs, 45, 0)).toEqual(['older', 'logged']);
    expect(await names(jobs, 10, 1)).toEqual(['old', 'older', 'logged']);
    expect(await names(jobs, 10, 0)).toContain('other');
  });

  it('are told with how many are kept for which reason', async () => {
    expect(await expired(jobs, 30, 0)).toMatchObject({
      pinned: 1,
      withModels: 1,
      isComplete: true
    });
  });

  it('are not all if there are more runs than were read', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => run(`r${n}`, 1));
    expect(await expired(many, 30, 0)).toMatchObject({ runs: [], isComplete: true });
    many.push(run('old', 40));
    expect(await expired(many, 30, 0)).toMatchObject({ runs: [], isComplete: false });
  });

  it('are the oldest of very many', async () => {
    const many = Array.from({ length: 600 }, (_, n) => run(`r${n}`, 100 + n));
    const { runs, isComplete } = await expired(many, 30, 0);
    expect([runs.length, runs.at(-1)?.name, isComplete]).toEqual([500, 'r599', false]);
  });
});
