import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
});
afterEach(() => workspace.close());

describe('a message', () => {
  it('treats null as absent and ignores unknown fields', async () => {
    const { status } = await workspace.post('runs/create', {
      experiment_id: '0',
      run_name: null,
      more: { a: 1 }
    });
    expect(status).toBe(200);
  });

  it.each([
    { key: 5 },
    { key: true },
    { key: {} },
    { value: 'x' },
    { timestamp: 1e30 },
    { step: 'x' }
  ])('rejects %j in a metric without an internal error', async wrong => {
    const id = await workspace.run();
    const metric = { run_id: id, key: 'm', value: 1, timestamp: 1, ...wrong };
    expect((await workspace.post('runs/log-metric', metric)).status).toBe(400);
  });

  it('rejects a step that is not an integer', async () => {
    const id = await workspace.run();
    const metric = { run_id: id, key: 'm', value: 1, timestamp: 1, step: 1.5 };
    const { body } = await workspace.post('runs/log-metric', metric);
    expect(body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect(body.message).toContain("parameter 'step'");
  });

  it('reads true and false as numbers, as Python does', async () => {
    const run_id = await workspace.run();
    const metric = { run_id, key: 'm', timestamp: true, step: true };
    expect((await workspace.post('runs/log-metric', { ...metric, value: true })).status).toBe(200);
    const { body } = await workspace.get('runs/get', { run_id });
    expect(body.run.data.metrics).toEqual([
      expect.objectContaining({ key: 'm', value: 1, step: 1, timestamp: 1 })
    ]);
  });

  it.each([
    ['runs/search', { experiment_ids: '0' }, 'experiment_ids'],
    ['runs/search', { experiment_ids: ['0'], order_by: 'start_time' }, 'order_by'],
    ['experiments/search', { max_results: 5, order_by: 'name' }, 'order_by'],
    ['logged-models/search', { experiment_ids: '0' }, 'experiment_ids']
  ])('of %s refuses a text for a list: %j', async (path, input, field) => {
    expect(await workspace.post(path, input)).toMatchObject({
      status: 400,
      body: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining(`parameter '${field}'`) as string
      }
    });
  });

  it('of a query string may have one value for a list', async () => {
    const found = await workspace.get('registered-models/search', { order_by: 'name' });
    expect(found.status).toBe(200);
    const refused = await workspace.get('registered-models/search', { order_by: 'nothing' });
    expect(refused.status).toBe(400);
  });
});
