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
