import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawNumber } from './data.js';
import type { Shape } from './batches.js';
import { predict } from './predict.js';
import type { Random } from './random.js';
import { solve, type Sum } from './sum.js';

/** The longest numbers that an adder ever takes, in digits. */
const FAR = 1000;

/**
 * A network that saw two digits never saw a carry go into a place that itself has two digits and carries on; only one
 * that saw three has seen all that longer numbers are made of.
 */
const ENOUGH = 3;

/** How far a network gets. */
interface Distance {
  /** The longest number that it takes, in digits. */
  limit: number;
  /** How sure it is of the step that it is least sure of, 0 to 1; 0 when it gets a sum wrong. */
  confidence: number;
}

/**
 * How long the numbers may be that a trained network takes: 1,000 digits if it earns them, by getting right 500 random
 * sums of 50 digits and the carries all the way through 1,000; else no longer than those that it was trained with.
 */
export class Reach {
  readonly #sums: Sum[];

  constructor(
    private readonly shape: Shape,
    random: Random
  ) {
    const isTried = shape.arch === 'carry' && shape.digits >= ENOUGH;
    this.#sums = isTried ? [...broad(random), ...far()] : [];
  }

  examine(model: LayersModel): Distance {
    const { digits } = this.shape;
    const answers = predict(model, this.shape, this.#sums);
    const isRight = this.#sums.every((sum, i) => answers[i]?.text === solve(sum));
    if (!isRight) return { limit: digits, confidence: 0 };
    const confidence = Math.min(1, ...answers.map(answer => answer.confidence));
    return { limit: answers.length > 0 ? FAR : digits, confidence };
  }
}

function broad(random: Random): Sum[] {
  const number = () => drawNumber(random, 50);
  return Array.from({ length: 500 }, () => ({ a: number(), b: number() }));
}

function far(): Sum[] {
  const all = (digit: string) => digit.repeat(FAR);
  return [
    { a: all('9'), b: '1' },
    { a: '1', b: all('9') },
    { a: all('9'), b: all('9') },
    { a: all('4'), b: all('5') }
  ];
}
