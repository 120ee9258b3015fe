import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Tally } from './tally.mjs';

let lines;
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation(line => lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

it('prints the reason of every skipped test', () => {
  const tally = new Tally();
  tally.add('unit', [
    { name: 'runs', outcome: 'passed' },
    { name: 'mounts', outcome: 'skipped', reason: 'no disk can be mounted\nmore' }
  ]);
  tally.print();
  expect(lines).toContain('SKIPPED unit: mounts: no disk can be mounted');
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  expect(tally.exitCode).toBe(0);
});

it('counts a test that is skipped without a reason as failed', () => {
  const tally = new Tally();
  tally.add('unit', [
    { name: 'runs', outcome: 'passed' },
    { name: 'silent', outcome: 'skipped', reason: ' ' }
  ]);
  tally.print();
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
  expect(lines).toContainEqual(expect.stringMatching(/^FAILED +unit: silent: skipped without/));
  expect(tally.exitCode).toBe(1);
});

it('names a test that passed only when it was run again', () => {
  const tally = new Tally();
  tally.add('e2e', [{ name: 'clicks', outcome: 'passed', reason: 'no button' }]);
  tally.print();
  expect(lines).toContain('FLAKY   e2e: clicks: no button');
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 0 skipped');
});
