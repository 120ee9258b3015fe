import { describe, expect, it } from 'vitest';
import type { RunPage } from '../run-list-api.js';
import { get, jobs, made, post, useBridge } from '../bridge.test-support.js';

useBridge();

const interactive = '0123456789abcdef0123456789abcdef';
const listed = async (query = '') =>
  (await get(`/api/runs${query}`)).json<RunPage>().runs.map(({ name }) => name);

describe('POST /api/runs/{id}/pin', () => {
  it('pins a run and no longer pins it, which a search tells', async () => {
    const isPinned = async () =>
      (await get('/api/runs')).json<{ runs: { isPinned: boolean }[] }>().runs[0]?.isPinned;
    expect(await isPinned()).toBe(false);
    await post('/api/runs/one/pin', { pinned: true });
    expect(await isPinned()).toBe(true);
    await post('/api/runs/one/pin', { pinned: false });
    expect(await isPinned()).toBe(false);
    expect((await post('/api/runs/none/pin', { pinned: true })).statusCode).toBe(404);
  });
});

describe('POST /api/runs/{id}/archive', () => {
  it('archives a run with its job, which a search then finds among the archived ones only', async () => {
    jobs.push({ name: interactive, status: 'Completed', interactive: true });
    for (const name of ['one', interactive]) {
      await post(`/api/runs/${name}/archive`, { archived: true });
    }
    expect(made.asked).toContain('archive one');
    expect(await listed()).toEqual([]);
    expect(await listed('?archived=true')).toEqual(['one', interactive]);
    await post('/api/runs/one/archive', { archived: false });
    expect(made.asked).toContain('restore one');
    expect(await listed()).toEqual(['one']);
  });
});

describe('POST /api/runs/{id}/delete', () => {
  it('deletes a job for good', async () => {
    expect((await post('/api/runs/one/delete', {})).statusCode).toBe(200);
    expect(jobs).toEqual([]);
    expect((await post('/api/runs/one/delete', {})).statusCode).toBe(404);
  });

  it('deletes an interactive run, which can be restored', async () => {
    jobs.push({ name: interactive, status: 'Completed', interactive: true });
    await post(`/api/runs/${interactive}/delete`, {});
    expect(jobs.at(-1)?.isDeleted).toBe(true);
    await post(`/api/runs/${interactive}/restore`, {});
    expect(jobs.at(-1)?.isDeleted).toBe(false);
  });
});

describe('POST /api/deletion-preview', () => {
  it('tells the files and registered models of the runs', async () => {
    jobs.push({
      name: 'two',
      status: 'Completed',
      files: ['a', 'b/c'],
      models: [{ name: 'adder', version: '3' }, { name: 'logged' }]
    });
    await post('/api/runs/two/pin', { pinned: true });
    expect((await post('/api/deletion-preview', { runs: ['one', 'two'] })).json()).toEqual({
      files: 2,
      bytes: 2,
      models: [{ name: 'adder', version: '3' }],
      keepsModelFiles: true,
      pinned: 1,
      isComplete: true
    });
  });

  it('says when it has not counted all of many runs', async () => {
    const names = Array.from({ length: 101 }, (_, n) => `job-${n}`);
    jobs.push(...names.map(name => ({ name, status: 'Completed', files: ['a'] })));
    const preview = await post('/api/deletion-preview', { runs: names });
    expect(preview.json()).toMatchObject({ files: 100, isComplete: false });
  });
});
