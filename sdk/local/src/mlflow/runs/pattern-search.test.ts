import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = new TestWorkspace();
});
afterEach(() => workspace.close());

it('searches by a pattern that takes long without holding the event loop', async () => {
  for (let i = 0; i < 20; i++) {
    const run_id = await workspace.run();
    await workspace.post('runs/log-parameter', { run_id, key: 'p', value: 'a'.repeat(6000) });
  }
  let turns = 0;
  const counter = setInterval(() => turns++, 1);
  const filter = `params.p LIKE '%${'a'.repeat(3000)}b%'`;
  const { status } = await workspace.post('runs/search', { experiment_ids: ['0'], filter });
  clearInterval(counter);
  expect(status).toBe(200);
  expect(turns).toBeGreaterThan(10);
});
