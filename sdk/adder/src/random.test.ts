import { describe, expect, it } from 'vitest';
import { seedBits, seeded } from './random.js';

describe('seeded', () => {
  it('continues from a saved state with the same numbers', () => {
    const first = seeded(7);
    first.next();
    const second = seeded(first.state);
    expect([second.next(), second.next()]).toEqual([first.next(), first.next()]);
  });

  it('draws each whole number of a range about equally often', () => {
    const random = seeded(1);
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i++) {
      const n = random.between(1, 6);
      counts.set(n, (counts.get(n) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Math.min(...counts.values())).toBeGreaterThan(850);
  });
});

describe('seedBits', () => {
  it.each([0, 1, 2 ** 27, 2 ** 31, 2 ** 32 - 1])('keeps %d', seed => {
    expect(seedBits(seed)).toBe(seed);
  });

  it('distinguishes large seeds by their low and their high bits', () => {
    const seeds = [2 ** 32, 2 ** 33, 2 ** 52, 2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53];
    const bits = seeds.map(seedBits);
    expect(new Set(bits).size).toBe(seeds.length);
    expect(bits.every(each => Number.isInteger(each) && each >= 0 && each < 2 ** 32)).toBe(true);
  });
});
