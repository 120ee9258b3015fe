import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawSum } from './data.js';
import type { Shape } from './batches.js';
import { predict } from './predict.js';
import type { Random } from './random.js';
import { solve, type Sum } from './sum.js';
import type { Progress } from './training-callback.js';

/** As many as are quickly tried, but never more than a twentieth of all sums there are. */
const COUNT = 2000;
const SHARE = 0.05;
/** Mistakes that a report names. */
const NAMED = 5;

/**
 * Sums that training never shows, to mark the network by. Those of two single digits are always shown: they are the
 * table that the longer sums are made of, and without them the network would be asked what it cannot know. With
 * numbers of one digit that table is all there is: then nothing is held out, and the network is marked by the table.
 */
export class HeldOut {
  readonly #sums = new Map<string, Sum>();

  constructor(
    random: Random,
    private readonly digits: number
  ) {
    const count = digits === 1 ? 100 : Math.min(COUNT, SHARE * 10 ** (2 * digits));
    while (this.#sums.size < count) {
      const sum = drawSum(random, digits);
      if (digits === 1 || !isInTable(sum)) this.#sums.set(written(sum), sum);
    }
  }

  /** Draws sums that are not among the held-out ones. */
  drawOthers(random: Random, count: number): Sum[] {
    const others: Sum[] = [];
    while (others.length < count) {
      const sum = drawSum(random, this.digits);
      if (isInTable(sum) || !this.#sums.has(written(sum))) others.push(sum);
    }
    return others;
  }

  /** Lets a network answer all held-out sums, and marks it. */
  examine(model: LayersModel, shape: Shape): Pick<Progress, 'exact' | 'confidence' | 'mistakes'> {
    const sums = [...this.#sums.values()];
    const answers = predict(model, shape, sums);
    const wrong = sums.flatMap((sum, i) => {
      const answer = answers[i]?.text ?? '';
      const expected = solve(sum);
      return answer === expected ? [] : [{ sum: written(sum), answer, expected }];
    });
    return {
      exact: 1 - wrong.length / sums.length,
      confidence: Math.min(...answers.map(({ confidence }) => confidence)),
      mistakes: wrong.slice(0, NAMED)
    };
  }
}

/** Whether both numbers are single digits. */
function isInTable({ a, b }: Sum): boolean {
  return a.length === 1 && b.length === 1;
}

function written({ a, b }: Sum): string {
  return `${a}+${b}`;
}
