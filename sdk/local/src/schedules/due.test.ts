import { describe, expect, it } from 'vitest';
import { dueOf } from './due.js';

const MINUTE = 60_000;
/** Fires every ten minutes. */
const next = (after: number) => (Math.floor(after / (10 * MINUTE)) + 1) * 10 * MINUTE;

describe('a schedule that is due', () => {
  it('fires, and waits for the next time', () => {
    const due = { fire: 10 * MINUTE, missed: [], nextAt: 20 * MINUTE };
    expect(dueOf(next, 10 * MINUTE, 10 * MINUTE + 20)).toEqual(due);
    expect(dueOf(next, 10 * MINUTE, 14 * MINUTE)).toEqual(due);
  });

  it('reports the times that passed long ago as missed', () => {
    expect(dueOf(next, 10 * MINUTE, 16 * MINUTE)).toEqual({
      fire: undefined,
      missed: [10 * MINUTE],
      nextAt: 20 * MINUTE
    });
  });

  it('fires once, for the latest of the passed times', () => {
    expect(dueOf(next, 10 * MINUTE, 41 * MINUTE)).toEqual({
      fire: 40 * MINUTE,
      missed: [10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
      nextAt: 50 * MINUTE
    });
  });

  it('counts at most a thousand missed firings', () => {
    const { fire, missed, nextAt } = dueOf(next, 10 * MINUTE, 50_001 * MINUTE);
    expect([fire, missed.length, nextAt]).toEqual([undefined, 1000, 50_010 * MINUTE]);
  });
});
