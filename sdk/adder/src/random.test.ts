import { describe, expect, it } from 'vitest';
import { seeded } from './random.js';

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
