import { describe, expect, it } from 'vitest';
import { dueOf } from './due.js';

const MINUTE = 60_000;
/** Fires every ten minutes. */
const next = (after: number) => (Math.floor(after / (10 * MINUTE)) + 1) * 10 * MINUTE;

describe('what is to be done about a schedule that is due', () => {
  it('is to fire, and to wait for the next time', () => {
    const due = { fire: 10 * MINUTE, missed: [], nextAt: 20 * MINUTE };
    expect(dueOf(next, 10 * MINUTE, 10 * MINUTE + 20)).toEqual(due);
    expect(dueOf(next, 10 * MINUTE, 14 * MINUTE)).toEqual(due);
  });

  it('is to note what passed long ago', () => {
    expect(dueOf(next, 10 * MINUTE, 16 * MINUTE)).toEqual({
      fire: undefined,
      missed: [10 * MINUTE],
      nextAt: 20 * MINUTE
    });
  });

  it('is to fire once, for the latest time, however many have passed', () => {
    expect(dueOf(next, 10 * MINUTE, 41 * MINUTE)).toEqual({
      fire: 40 * MINUTE,
      missed: [10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
      nextAt: 50 * MINUTE
    });
  });

  it('counts to a thousand after a long absence', () => {
    const { fire, missed, nextAt } = dueOf(next, 10 * MINUTE, 50_001 * MINUTE);
    expect([fire, missed.length, nextAt]).toEqual([undefined, 1000, 50_010 * MINUTE]);
  });
});
