import { describe, expect, it } from 'vitest';
import { readRange } from './value-range.js';

describe('a range of values', () => {
  it.each<[string, number[]]>([
    ['1..4', [1, 2, 3, 4]],
    [' -1 .. 1 ', [-1, 0, 1]],
    ['0..1 step 0.25', [0, 0.25, 0.5, 0.75, 1]],
    ['0.1..0.3 step .1', [0.1, 0.2, 0.3]],
    ['1..2.5', [1, 2]],
    ['3..3', [3]],
    ['1e-4..1 log', [1e-4, 1e-3, 1e-2, 0.1, 1]],
    ['5..600 LOG', [5, 50, 500]],
    ['1..100 log 5', [1, 3.16227766017, 10, 31.6227766017, 100]]
  ])('%s', (text, values) => {
    expect(readRange(text)).toEqual(values);
  });

  it.each(['5..1', '1..5 step 0', '1..5 step -1', '0..10 log', '-1..1 log', '1..10 log 1'])(
    '%s makes none',
    text => {
      expect(readRange(text)).toBe('invalid');
    }
  );

  it.each(['0..1000', '0..1e9', '1..1e999', '0..1 step 1e-300', '1..10 log 1e9', '1..10 log 2.5'])(
    '%s is too long or has no end',
    text => {
      expect(readRange(text)).toBe('invalid');
    }
  );

  it.each(['', '1, 2', '1..', '..', 'a..b', '1..5 by 2'])('%j is no range', text => {
    expect(readRange(text)).toBeUndefined();
  });
});
