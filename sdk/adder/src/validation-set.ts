import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Shape } from './batches.js';
import { drawSum } from './data.js';
import { predict } from './predict.js';
import type { Random } from './random.js';
import { solve, type Sum } from './sum.js';
import type { Progress } from './training-callback.js';

/** Size of the set: as many sums as are evaluated quickly, but at most a twentieth of all sums of that length. */
const SIZE = 2000;
const MAX_FRACTION = 0.05;
/** Mistakes that a report lists. */
const LISTED_MISTAKES = 5;

/**
 * Sums that training never uses, to evaluate the network with. Sums of two single digits are always used for training:
 * they are the addition table that longer sums are made of, and without them the network could not know the answers.
 * With numbers of one digit there are no other sums, so nothing is held out and the network is evaluated with the table.
 */
export class ValidationSet {
  readonly #sums = new Map<string, Sum>();

  constructor(
    random: Random,
    private readonly digits: number
  ) {
    const size = digits === 1 ? 100 : Math.min(SIZE, MAX_FRACTION * 10 ** (2 * digits));
    while (this.#sums.size < size) {
      const sum = drawSum(random, digits);
      if (digits === 1 || !isInTable(sum)) this.#sums.set(textOf(sum), sum);
    }
  }

  /** Draws sums that are not in this set. */
  drawOthers(random: Random, count: number): Sum[] {
    const others: Sum[] = [];
    while (others.length < count) {
      const sum = drawSum(random, this.digits);
      if (isInTable(sum) || !this.#sums.has(textOf(sum))) others.push(sum);
    }
    return others;
  }

  /** Predicts all sums of this set and compares the answers with the true ones. */
  evaluate(model: LayersModel, shape: Shape): Pick<Progress, 'exact' | 'confidence' | 'mistakes'> {
    const sums = [...this.#sums.values()];
    const answers = predict(model, shape, sums);
    const wrong = sums.flatMap((sum, i) => {
      const answer = answers[i]?.text ?? '';
      const expected = solve(sum);
      return answer === expected ? [] : [{ sum: textOf(sum), answer, expected }];
    });
    return {
      exact: 1 - wrong.length / sums.length,
      confidence: Math.min(...answers.map(({ confidence }) => confidence)),
      mistakes: wrong.slice(0, LISTED_MISTAKES)
    };
  }
}

/** Whether both numbers are single digits. */
function isInTable({ a, b }: Sum): boolean {
  return a.length === 1 && b.length === 1;
}

function textOf({ a, b }: Sum): string {
  return `${a}+${b}`;
}
