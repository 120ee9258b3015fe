/** A source of numbers in [0, 1) that starts again from its seed, and whose place in the sequence can be kept. */
export interface Random {
  /** The next number, at least 0 and below 1. */
  next(): number;
  /** A whole number of `from`, `from + 1`, …, `to`. */
  between(from: number, to: number): number;
  /** Where the sequence stands: `seeded(random.state)` goes on from here. */
  readonly state: number;
}

/** Mulberry32: 32 bits of state, which is plenty to draw sums with, and the same sequence on every machine. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    get state() {
      return state;
    }
  };
}
