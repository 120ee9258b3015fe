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
function fileWith(result, errors = [], flaky = false) {
  const module = { moduleId: path.resolve('a.test.ts'), errors: () => [] };
  const suite = { fullName: 'suite', errors: () => errors, parent: module };
  const test = {
    fullName: 'suite > test',
    result: () => result,
    diagnostic: () => ({ flaky }),
    parent: suite
  };
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

it('reports the line that failed, and what Playwright waited for there', () => {
  const error = Object.assign(
    new Error(
      'locator.click: Timeout 500ms exceeded.\nCall log:\n\u001b[2m  - waiting for Follow\u001b[22m\n' +
        '    - <div>x</div> intercepts pointer events\n    - retrying click action\n' +
        '    2 × waiting for Follow\n      - waiting 100ms\n'
    ),
    {
      stacks: [
        { file: '/a/node_modules/playwright-core/lib/x.js', line: 1 },
        { file: '/a/test/e2e/page.ts', line: 7 },
        { file: '/a/test/e2e/log.test.ts', line: 75 }
      ]
    }
  );
  expect(reported(fileWith({ state: 'failed', errors: [error] }))[0].reason).toBe(
    'log.test.ts:75; locator.click: Timeout 500ms exceeded.; waiting for Follow; <div>x</div> intercepts pointer events'
  );
});

it('reports an error without a message or a stack', () => {
  expect(reported(fileWith({ state: 'failed', errors: ['gone'] }))[0].reason).toBe('gone');
});

it('reports why a test passed only when it was run again', () => {
  const errors = [new Error('no button')];
  expect(reported(fileWith({ state: 'passed', errors }, [], true))).toEqual([
    { name: 'a.test.ts > suite > test', outcome: 'passed', reason: 'no button' }
  ]);
  expect(reported(fileWith({ state: 'passed', errors: [] }))).toEqual([
    { name: 'a.test.ts > suite > test', outcome: 'passed' }
  ]);
});
