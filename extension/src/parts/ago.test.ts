import { describe, expect, it } from 'vitest';
import { ago } from './ago.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const before = (ms: number): string => ago(new Date(now - ms).toISOString(), now);

describe('how long ago a time is', () => {
  it.each([
    [0, 'now'],
    [59_000, 'now'],
    [-5000, 'now'],
    [60_000, '1 min. ago'],
    [59.9 * 60_000, '59 min. ago'],
    [3_600_000, '1 hr. ago'],
    [25 * 3_600_000, '1 day ago'],
    [6.9 * 86_400_000, '6 days ago']
  ])('%d ms before is %s', (ms, text) => {
    expect(before(ms)).toBe(text);
  });

  it('is a date after a week', () => {
    expect(before(8 * 86_400_000)).toMatch(/2/);
    expect(before(8 * 86_400_000)).not.toContain('ago');
  });
});
