import { describe, expect, it } from 'vitest';
import { readTimeLimit } from './time-limit.js';

describe('a time limit', () => {
  it.each([
    ['90', 5400],
    ['0.5', 30],
    ['1h30m', 5400],
    [' 1 H 30 min ', 5400],
    ['1.5h', 5400],
    ['2d', 172_800],
    ['1d1h1m1s', 90_061]
  ])('%j is %i seconds', (text, seconds) => {
    expect(readTimeLimit(text)).toBe(seconds);
  });

  it.each(['', '0', '-5', '1m1h', 'h', '1 week', '1e9', '9999d', 'Infinity', '١'])(
    '%j is none',
    text => {
      expect(readTimeLimit(text)).toBeUndefined();
    }
  );
});
