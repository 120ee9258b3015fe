import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectAllPassed, pytest } from './child-tests.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { reachesPyPI } from './pypi.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const older = { venv: '.venv-azure-ai-ml-1.23' };

/** The trials need an environment with packages of data science, which is built from PyPI. */
describe('jobs on tables, with azure-ai-ml', { timeout: 900_000 }, () => {
  let workspace: LocalWorkspace;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
  }, 60_000);
  afterAll(() => workspace.stop());

  it('AutoML', async ({ skip }) => {
    skip(!reachesPyPI(), 'PyPI is not reachable, and the environments are built from it');
    const tests = [
      ...(await pytest(here('tables/test_automl.py'), workspace.environment)),
      // Downloads what the tests before it left in the workspace.
      ...(await pytest(here('tables/older'), workspace.environment, older))
    ];
    expectAllPassed(tests);
  });
});
