import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

const words = ['up', 'down', 'status', 'submit', 'show', 'register'];

describe('nearest', () => {
  it.each([
    ['sumbit', 'submit'],
    ['submti', 'submit'],
    ['regster', 'register'],
    ['stats', 'status'],
    ['shwo', 'show'],
    ['pu', 'up']
  ])('finds for %s the word %s', (typed, word) => {
    expect(nearest(typed, words)).toBe(word);
  });

  it.each(['', 'deploy', 'toString'])('finds nothing for %j', typed => {
    expect(nearest(typed, words)).toBeUndefined();
  });

  it('finds nothing in an empty list', () => {
    expect(nearest('up', [])).toBeUndefined();
  });
});
