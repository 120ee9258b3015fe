import { createHash } from 'node:crypto';

/** A source of random numbers in [0, 1). */
export type Numbers = () => number;

/**
 * Random numbers that are the same for the same seed on every machine: the generator sfc32 of PractRand (Chris Doty-Humphrey),
 * initialised with a hash of the seed.
 */
export function numbersOf(seed: string): Numbers {
  const hash = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map(at => hash.readInt32LE(at)) as [
    number,
    number,
    number,
    number
  ];
  return () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
}
