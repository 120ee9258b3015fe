import { describe, expect, it } from 'vitest';
import { ALPHABET, answerSteps, drawSum, questionSteps, toTensor } from './data.js';
import { seeded } from './random.js';
import { solve } from './sum.js';
import { useBackend } from './backend.js';

const draw = (seed: number, count: number, digits: number) => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => drawSum(random, digits));
};

describe('drawSum', () => {
  it('draws the same sums from the same seed, and others from another', () => {
    expect(draw(1, 50, 5)).toEqual(draw(1, 50, 5));
    expect(draw(1, 50, 5)).not.toEqual(draw(2, 50, 5));
  });

  it('draws every length up to the limit, on both sides, and none beyond', () => {
    const sums = draw(3, 2000, 5);
    const lengths = (side: 'a' | 'b') => new Set(sums.map(sum => sum[side].length));
    expect([...lengths('a')].sort()).toEqual([1, 2, 3, 4, 5]);
    expect([...lengths('b')].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('draws numbers without leading zeros, and zero itself', () => {
    const numbers = draw(4, 2000, 3).flatMap(({ a, b }) => [a, b]);
    expect(numbers.filter(n => /^0./.test(n))).toEqual([]);
    expect(numbers).toContain('0');
  });

  it('draws many carry chains through all five places; 1 in 200,000 uniformly random sums has one', () => {
    const chains = draw(5, 2000, 5).filter(
      ({ a, b }) => a.length === 5 && /^10000[0-9]?$/.test(solve({ a, b }))
    );
    expect(chains.length).toBeGreaterThan(20);
  });
});

describe('questionSteps', () => {
  it('of carry contain the two digits of a place, ones first, and one more place', () => {
    expect(questionSteps.carry({ a: '120', b: '34' }, 3)).toEqual(['04', '23', '1 ', '  ']);
  });

  it('of classic contain the text backwards', () => {
    expect(questionSteps.classic({ a: '12', b: '3' }, 2)).toEqual([' ', '3', '+', '2', '1']);
  });
});

describe('answerSteps', () => {
  it('hold the digits, ones first, with room for the last carry', () => {
    expect(answerSteps('154', 3)).toEqual(['4', '5', '1', ' ']);
    expect(answerSteps('1023', 3)).toEqual(['3', '2', '0', '1']);
  });
});

describe('toTensor', () => {
  it('counts the characters of each step: [sums, steps, alphabet]', async () => {
    await useBackend('wasm');
    const tensor = toTensor([['33', '1 ']]);
    const [[first, second]] = tensor.arraySync() as [[number[], number[]]];
    tensor.dispose();
    expect(tensor.shape).toEqual([1, 2, ALPHABET.length]);
    expect(first[ALPHABET.indexOf('3')]).toBe(2);
    expect(second[ALPHABET.indexOf('1')]).toBe(1);
    expect(second[ALPHABET.indexOf(' ')]).toBe(1);
  });
});
