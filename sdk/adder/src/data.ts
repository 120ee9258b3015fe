import { tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import type { Architecture } from './adder.js';
import type { Random } from './random.js';
import type { Sum } from './sum.js';

/** What a step of a question or an answer can hold. The blank fills what is shorter than its neighbours. */
export const ALPHABET = '0123456789 +';
export const BLANK = ' ';

/** How many in 100 training sums carry from their last digit to their first: chance alone makes few of them. */
const CHAINS_IN_100 = 25;

/**
 * Draws a sum whose numbers have 1 to `digits` digits. Every length is as likely as every other; plain random
 * numbers would nearly all have the full length. A quarter are chains such as 472+528, where each place needs the
 * carry of the place before, or 472+527, where each place would pass a carry on and none comes.
 */
export function drawSum(random: Random, digits: number): Sum {
  const a = drawNumber(random, random.between(1, digits));
  if (random.between(1, 100) > CHAINS_IN_100) {
    return { a, b: drawNumber(random, random.between(1, digits)) };
  }
  const nines = 10n ** BigInt(a.length) - 1n;
  const one = a === '0' ? 0 : random.between(0, 1);
  const b = (nines - BigInt(a) + BigInt(one)).toString();
  return random.between(0, 1) === 0 ? { a, b } : { a: b, b: a };
}

/** Draws a number of just that many digits. */
export function drawNumber(random: Random, length: number): string {
  const first = random.between(length === 1 ? 0 : 1, 9);
  return String(first) + Array.from({ length: length - 1 }, () => random.between(0, 9)).join('');
}

/**
 * How text becomes tensors: what each step of a question reads, one character or several at once. `classic` reads the
 * sum as it is typed, one character a step, last character first (as Keras' example does). `carry` reads as people add
 * on paper: the numbers stand under each other, and a step reads the two digits of one place, ones first. One place
 * more than the longest number, of which there are `places`, leaves room for the last carry.
 */
export const questionSteps: Record<Architecture, (sum: Sum, places: number) => string[]> = {
  carry: ({ a, b }, places) => {
    const digit = (n: string, place: number) => n[n.length - 1 - place] ?? BLANK;
    return Array.from({ length: places + 1 }, (_, place) => digit(a, place) + digit(b, place));
  },
  classic: ({ a, b }, places) => Array.from(`${a}+${b}`.padEnd(2 * places + 1, BLANK)).reverse()
};

/**
 * How tensors become text again: both write one digit a step, ones first, as people do. Keras' example writes from the
 * first digit, which depends on every carry behind it, and so needs more examples.
 */
export function answerSteps(total: string, places: number): string[] {
  return Array.from(total.padStart(places + 1, BLANK)).reverse();
}

/** The numbers of a tensor [sums, steps, alphabet], row after row. */
interface Counts {
  data: Float32Array;
  shape: [number, number, number];
}

/**
 * Steps of characters as numbers: how often the step holds each character. A step of one character is its one-hot
 * vector; '33' is a 2 in the column of '3', so the order within a step is lost: a+b = b+a.
 */
export function countSymbols(rows: string[][]): Counts {
  const steps = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * steps * ALPHABET.length);
  rows.forEach((row, r) => {
    row.forEach((characters, s) => {
      for (const c of characters) {
        const at = (r * steps + s) * ALPHABET.length + ALPHABET.indexOf(c);
        data[at] = (data[at] ?? 0) + 1;
      }
    });
  });
  return { data, shape: [rows.length, steps, ALPHABET.length] };
}

/** Steps of characters as a tensor of TensorFlow.js. */
export function toTensor(rows: string[][]): Tensor3D {
  const { data, shape } = countSymbols(rows);
  return tensor3d(data, shape);
}
