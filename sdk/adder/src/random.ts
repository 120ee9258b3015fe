/** A seeded random generator whose state can be saved. */
export interface Random {
  /** Returns the next number, at least 0 and below 1. */
  next(): number;
  /** Returns a whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** The state of the generator: `seeded(random.state)` continues the sequence. */
  readonly state: number;
}

/**
 * Returns the 32 bits of a whole number up to 2^53 that seed a generator. Numbers below 2^32 are kept, so that two of them never seed
 * the same sequence; the higher bits of a larger one are mixed in.
 */
export function seedBits(seed: number): number {
  const high = Math.trunc(seed / 2 ** 32);
  return ((seed | 0) ^ Math.imul(high, 0x9e3779b1)) >>> 0;
}

/** Creates a generator. Mulberry32: 32 bits of state, which is enough to draw sums, and the same sequence on every machine. */
export function seeded(seed: number): Random {
  let state = seedBits(seed) | 0;
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
