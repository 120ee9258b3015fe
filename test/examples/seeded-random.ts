import { Chance } from '../soak/random.js';

/** Values of generated data that are the same in each run. */
export class SeededRandom extends Chance {
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** A number with three decimals. */
  rounded(low: number, high: number): number {
    return Math.round(this.between(low, high) * 1000) / 1000;
  }

  /** A number near another: at most `part` of it away. */
  about(value: number, part: number): number {
    return this.rounded(value * (1 - part), value * (1 + part));
  }

  of(...choices: string[]): string {
    return choices[this.below(choices.length)]!;
  }

  rows(count: number, row: (n: number) => (string | number)[]): (string | number)[][] {
    return Array.from({ length: count }, (_, n) => row(n));
  }
}
