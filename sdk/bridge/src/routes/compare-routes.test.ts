import { describe, expect, it } from 'vitest';
import type { Comparison } from '../api.js';
import { get, jobs, made, useBridge } from '../bridge.test-support.js';

useBridge(() => Array.from({ length: 11 }, (_, n) => ({ name: `run-${n}`, status: 'Completed' })));

const compare = (...runs: string[]) =>
  get(`/api/compare?${runs.map(run => `run=${encodeURIComponent(run)}`).join('&')}`);

describe('GET /api/compare', () => {
  it('describes the runs in their order', async () => {
    jobs[1] = { name: 'run-1', status: 'Running', metrics: { loss: [3, 2] } };
    const { runs } = (await compare('run-1', 'run-0')).json<Comparison>();
    expect(runs.map(({ name }) => name)).toEqual(['run-1', 'run-0']);
    expect(runs[0]?.run).toMatchObject({
      status: 'Running',
      finished: false,
      tags: [],
      latest: [{ key: 'loss', step: 1, value: 2 }]
    });
  });

  it('has an error in place of a run that does not exist, and marks one that is deleted', async () => {
    jobs[1] = { name: 'run-1', status: 'Completed', isDeleted: true };
    const { runs } = (await compare('run-0', 'gone', 'run-1')).json<Comparison>();
    expect(runs.map(({ run }) => run?.isDeleted)).toEqual([false, undefined, true]);
    expect(runs[1]?.error).toMatchObject({ code: 'NotFound' });
  });

  it('keeps the name of a metric and its value, whatever they are', async () => {
    const keys = ['__proto__x', '<img src=x onerror=alert(1)>', 'a"b\\c', '\u202e', '💥 %00/..'];
    const metrics = Object.fromEntries(keys.map(key => [key, [NaN]]));
    jobs[0] = { name: 'run-0', status: 'Completed', metrics };
    const { runs } = (await compare('run-0', 'run-1')).json<Comparison>();
    expect(runs[0]?.run?.latest).toEqual(keys.map(key => ({ key, step: 0, value: 'NaN' })));
  });

  it.each([
    ['one run', ['run-0']],
    ['eleven runs', Array.from({ length: 11 }, (_, n) => `run-${n}`)],
    ['the same run twice', ['run-0', 'run-0']],
    ['a path', ['run-0', '../../jobs/run-1']],
    ['an empty name', ['run-0', '']]
  ])('responds with 400 for %s, and asks the workspace nothing', async (_, runs) => {
    const response = await compare(...runs);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: { code: 'RequestInvalid' } });
    expect(made.asked).toEqual([]);
  });
});

describe('GET /api/runs/{id}/curves', () => {
  it('reads again only the metrics that were logged again, also for two pages at once', async () => {
    jobs[0] = { name: 'run-0', status: 'Running', metrics: { loss: [3, 2], rate: [1] } };
    const [first, second] = await Promise.all([
      get('/api/runs/run-0/curves'),
      get('/api/runs/run-0/curves')
    ]);
    expect(second.json()).toEqual(first.json());
    jobs[0].metrics?.loss?.push(1);
    expect((await get('/api/runs/run-0/curves')).json()).toMatchObject([
      { key: 'loss', points: { length: 3 } },
      { key: 'rate' }
    ]);
    const histories = made.asked.filter(request => request.startsWith('history'));
    expect(histories.sort()).toEqual(['history loss', 'history loss', 'history rate']);
  });

  it('responds with 404 for a run that does not exist', async () => {
    expect((await get('/api/runs/gone/curves')).statusCode).toBe(404);
  });
});
