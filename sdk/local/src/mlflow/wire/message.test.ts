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
    { value: true },
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
});
