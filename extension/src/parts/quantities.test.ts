import { describe, expect, it } from 'vitest';
import { duration, elapsed } from './duration.js';
import { fileSize } from './file-size.js';

describe('a duration', () => {
  it.each([
    [820, '0.8 s'],
    [9_960, '10 s'],
    [42_400, '42 s'],
    [185_000, '3 min 5 s'],
    [7_440_000, '2 h 4 min'],
    [-5, '0.0 s']
  ])('%i ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('of a run counts to its end, or to now', () => {
    const startedAt = '2026-01-01T00:00:00Z';
    const now = Date.parse('2026-01-01T00:01:00Z');
    expect(elapsed({ startedAt: null, endedAt: null }, now)).toBeNull();
    expect(elapsed({ startedAt, endedAt: null }, now)).toBe(60_000);
    expect(elapsed({ startedAt, endedAt: '2026-01-01T00:00:05Z' }, now)).toBe(5_000);
  });
});

describe('a file size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [34_400_000, '34 MB'],
    [999_600, '1.0 MB']
  ])('%i bytes reads %s', (bytes, text) => {
    expect(fileSize(bytes)).toBe(text);
  });
});
