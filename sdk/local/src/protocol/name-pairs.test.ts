import { describe, expect, it } from 'vitest';
import { hasAll, pairsOf } from './name-pairs.js';

describe('names with or without values', () => {
  it.each([
    ['', []],
    [' , ', []],
    ['a', [{ name: 'a' }]],
    ['a, b = 1=2 ,c=', [{ name: 'a' }, { name: 'b', value: ' 1=2' }, { name: 'c', value: '' }]]
  ])('are parsed from %j', (text, pairs) => {
    expect(pairsOf(text)).toEqual(pairs);
  });

  it.each([
    ['', true],
    ['a', true],
    ['a=1', true],
    ['a=2', false],
    ['a=', false],
    ['empty', true],
    ['empty=', true],
    ['a=1,b', false],
    ['toString', false]
  ])('are matched: %s', (asked, there) => {
    expect(hasAll({ a: '1', empty: '' }, asked)).toBe(there);
  });

  it('are not found in an absent map', () => {
    expect([hasAll(undefined, ''), hasAll(null, 'a')]).toEqual([true, false]);
  });
});
