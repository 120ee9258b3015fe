import type { LayersModel } from '@tensorflow/tfjs-layers';
import { drawNumber } from './data.js';
import type { Shape } from './batches.js';
import { predict } from './predict.js';
import type { Random } from './random.js';
import { solve, type Sum } from './sum.js';

/** The longest numbers that an adder ever takes, in digits. */
const FAR = 1000;

/**
 * How long the numbers may be that a trained network takes: 1,000 digits if it earns them, by getting right 500 random
 * sums of 50 digits and the carries all the way through 1,000; else no longer than those it was trained with. A
 * network that saw two digits, for one, never saw a carry go into a place that itself has two digits and carries on.
 */
export function reach(model: LayersModel, shape: Shape, random: Random): number {
  if (shape.arch === 'classic') return shape.digits;
  const number = () => drawNumber(random, 50);
  const broad = Array.from({ length: 500 }, () => ({ a: number(), b: number() }));
  const all = (digit: string) => digit.repeat(FAR);
  const far = [
    { a: all('9'), b: '1' },
    { a: '1', b: all('9') },
    { a: all('9'), b: all('9') },
    { a: all('4'), b: all('5') }
  ];
  const isRight = (sums: Sum[]) =>
    predict(model, shape, sums).every((answer, i) => answer.text === solve(sums[i] as Sum));
  return isRight(broad) && isRight(far) ? FAR : shape.digits;
}
