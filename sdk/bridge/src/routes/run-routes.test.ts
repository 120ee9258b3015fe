import { describe, expect, it } from 'vitest';
import { get, jobs, useBridge } from '../bridge.test-support.js';

useBridge();

describe('GET /api/runs/{id}/models', () => {
  const models = async (...found: { name: string; version?: string }[]) => {
    jobs[0] = { name: 'one', status: 'Completed', models: found };
    return (await get('/api/runs/one/models')).json<object>();
  };

  it('proposes the name that the run registered its model under', async () => {
    const registered = { name: 'adder', version: '1' };
    expect(await models(registered, { name: 'logged' })).toEqual({
      registered: [registered],
      hasModel: true,
      proposedName: 'adder'
    });
  });

  it('proposes no name that says nothing, and tells when there is no model', async () => {
    expect(await models({ name: 'model' })).toMatchObject({ hasModel: true, proposedName: null });
    expect(await models()).toMatchObject({ hasModel: false, registered: [] });
  });
});

describe('GET /api/run-groups', () => {
  it('counts the runs that a search finds', async () => {
    jobs[0] = { name: 'one', status: 'Running', notebook: 'n.ipynb' };
    const response = await get('/api/run-groups?by=notebook&status=RUNNING');
    expect(response.json()).toEqual({
      groups: [{ key: 'n.ipynb', count: 1, unfinished: 1 }],
      isComplete: true
    });
    expect((await get('/api/run-groups?by=colour')).statusCode).toBe(400);
  });
});
