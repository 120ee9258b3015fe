import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectAllPassed, pytest } from '../conformance/child-tests.js';
import { startLocalWorkspace, type LocalWorkspace } from '../conformance/local-workspace.js';
import { reachesPyPI } from '../conformance/pypi.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The long form of `test/conformance/tables.test.ts`. */
describe('jobs on tables, with azure-ai-ml', () => {
  let workspace: LocalWorkspace;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
  });
  afterAll(() => workspace.stop());

  it.for(['test_mltable.py', 'test_tasks.py', 'test_killed_server.py'])(
    '%s',
    async (file, { skip }) => {
      skip(!reachesPyPI(), 'PyPI is not reachable, and the environments are built from it');
      const tests = await pytest(here(`../conformance/tables/long/${file}`), workspace.environment);
      expectAllPassed(tests);
    }
  );
});
