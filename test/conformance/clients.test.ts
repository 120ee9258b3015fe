import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTest, pytest } from './child-tests.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Each suite is driven by a client that knows nothing of Carry; a failing case is shown by its own name. */
describe('unmodified clients against the local workspace', { timeout: 600_000 }, () => {
  let workspace: LocalWorkspace;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
  }, 60_000);
  afterAll(() => workspace.stop());

  it.each([
    ['azure-ai-ml', () => pytest(here('azure-ai-ml'), workspace.environment)],
    ['mlflow', () => pytest(here('mlflow'), workspace.environment)],
    [
      '@azure/arm-machinelearning',
      () => nodeTest(here('azure-sdk-for-js/arm-machinelearning.mjs'), workspace.environment)
    ],
    [
      '@azure/storage-blob',
      () => nodeTest(here('azure-sdk-for-js/storage-blob.mjs'), workspace.environment)
    ]
  ])('%s', async (client, run) => {
    const tests = await run();
    console.log(`${client}: ${tests.length} tests`);
    expect(tests.filter(test => test.failure !== undefined)).toEqual([]);
    expect(tests.filter(test => test.skipped !== undefined)).toEqual([]);
  });
});
