import { describe, expect, it } from 'vitest';
import { trans } from '../../parts/rendered.test-support.js';
import { timeLeft } from './time-left.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const left = (minutes: number): string => {
  const endsAt = new Date(now + minutes * 60_000).toISOString();
  return timeLeft({ endsAt, runs: 4 }, now, trans);
};

describe('the time that a run still takes', () => {
  it.each([
    [-3, 'longer than usual'],
    [0.2, 'less than a minute left'],
    [1.2, 'about 1 min left'],
    [3.4, 'about 3 min left'],
    [22, 'about 20 min left'],
    [57, 'about 55 min left'],
    [58, 'about 1 h left'],
    [100, 'about 1.5 h left'],
    [60 * 26, 'about 26 h left']
  ])('of %d minutes is told as %s', (minutes, text) => {
    expect(left(minutes)).toBe(text);
  });
});
