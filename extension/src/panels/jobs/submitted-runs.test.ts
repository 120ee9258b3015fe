import { beforeEach, describe, expect, it } from 'vitest';
import { submittedRuns } from './submitted-runs.test-support.js';

let stored: Map<string, string>;
const open = () => submittedRuns(stored);
beforeEach(() => {
  stored = new Map();
});

describe('SubmittedRuns', () => {
  it('knows a run that was submitted here once, also after a reload', () => {
    open().add('a');
    const reloaded = open();
    expect([reloaded.take('a'), reloaded.take('a'), reloaded.take('other')]).toEqual([
      true,
      false,
      false
    ]);
    expect(open().take('a')).toBe(false);
  });

  it('keeps what another tab has written', () => {
    const [one, other] = [open(), open()];
    one.add('a');
    other.add('b');
    expect(one.take('b')).toBe(false);
    one.take('a');
    expect(open().take('b')).toBe(true);
  });

  it('forgets the oldest of many', () => {
    const runs = open();
    for (let n = 0; n < 201; n += 1) runs.add(`run${n}`);
    const reloaded = open();
    expect([reloaded.take('run0'), reloaded.take('run1')]).toEqual([false, true]);
  });
});
