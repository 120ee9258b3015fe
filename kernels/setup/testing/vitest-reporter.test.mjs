import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import Reporter from './vitest-reporter.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'carry-reporter-'));
  vi.stubEnv('CARRY_TEST_REPORT', path.join(folder, 'report'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A file with one suite, whose hook failed with `errors`, and one test in it. */
function fileWith(result, errors = []) {
  const module = { moduleId: path.resolve('a.test.ts'), errors: () => [] };
  const suite = { fullName: 'suite', errors: () => errors, parent: module };
  const test = { fullName: 'suite > test', result: () => result, parent: suite };
  module.children = { allTests: () => [test], allSuites: () => [suite] };
  return module;
}

function reported(module) {
  new Reporter().onTestRunEnd([module], []);
  return JSON.parse(readFileSync(process.env.CARRY_TEST_REPORT, 'utf8'));
}

it('reports the reason of a skip', () => {
  expect(reported(fileWith({ state: 'skipped', note: 'no network' }))).toEqual([
    { name: 'a.test.ts > suite > test', outcome: 'skipped', reason: 'no network' }
  ]);
});

it('reports the hook of a suite that failed, and names it as the reason of the skipped tests', () => {
  expect(reported(fileWith({ state: 'skipped' }, [new Error('no server')]))).toEqual([
    {
      name: 'a.test.ts > suite > test',
      outcome: 'skipped',
      reason: "a hook of 'suite' failed"
    },
    { name: 'a.test.ts > suite', outcome: 'failed', reason: 'no server' }
  ]);
});
