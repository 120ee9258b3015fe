import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Shape } from './batches.js';
import { drawNumber } from './data.js';
import { predict } from './predict.js';
import type { Random } from './random.js';
import { solve, type Sum } from './sum.js';

/** The highest limit that any adder gets, in digits. */
const MAX_DIGITS = 1000;

/**
 * The fewest training digits from which a network can generalise. With two digits it never sees a carry enter a place
 * that has two digits and passes the carry on; with three it has seen every case that longer numbers consist of.
 */
const MIN_TRAINING_DIGITS = 3;

/** The result of the test with long numbers. */
interface LimitResult {
  /** Maximum number of digits of a number. */
  limit: number;
  /** The lowest confidence of all steps, 0 to 1; 0 when a sum is wrong. */
  confidence: number;
}

/**
 * Finds how many digits the numbers of a trained network may have: 1,000 if it adds 500 random sums of 50 digits
 * correctly, and sums whose carry passes through all 1,000 places; otherwise as many as it was trained with.
 */
export class LengthLimit {
  readonly #sums: Sum[];

  constructor(
    private readonly shape: Shape,
    random: Random
  ) {
    const canGeneralise = shape.arch === 'carry' && shape.digits >= MIN_TRAINING_DIGITS;
    this.#sums = canGeneralise ? [...randomSums(random), ...longestSums()] : [];
  }

  evaluate(model: LayersModel): LimitResult {
    const { digits } = this.shape;
    const answers = predict(model, this.shape, this.#sums);
    const isCorrect = this.#sums.every((sum, i) => answers[i]?.text === solve(sum));
    if (!isCorrect) return { limit: digits, confidence: 0 };
    const confidence = Math.min(1, ...answers.map(answer => answer.confidence));
    return { limit: answers.length > 0 ? MAX_DIGITS : digits, confidence };
  }
}

function randomSums(random: Random): Sum[] {
  const number = () => drawNumber(random, 50);
  return Array.from({ length: 500 }, () => ({ a: number(), b: number() }));
}

function longestSums(): Sum[] {
  const all = (digit: string) => digit.repeat(MAX_DIGITS);
  return [
    { a: all('9'), b: '1' },
    { a: '1', b: all('9') },
    { a: all('9'), b: all('9') },
    { a: all('4'), b: all('5') }
  ];
}
