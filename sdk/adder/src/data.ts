import { tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import type { Architecture } from './adder.js';
import type { Random } from './random.js';
import type { Sum } from './sum.js';

/** The symbols of questions and answers. The blank pads shorter texts. */
export const ALPHABET = '0123456789 +';
export const BLANK = ' ';

/** Percentage of training sums with a carry chain from the last digit to the first; random sums contain few of them. */
const CHAINS_PERCENT = 25;

/**
 * Draws a sum whose numbers have 1 to `digits` digits. All lengths are equally likely; nearly all uniformly random
 * numbers would have the full length. A quarter are carry chains such as 472+528, where each place depends on the carry
 * of the place before, or 472+527, where each place would pass a carry on but none arrives.
 */
export function drawSum(random: Random, digits: number): Sum {
  const a = drawNumber(random, random.between(1, digits));
  if (random.between(1, 100) > CHAINS_PERCENT) {
    return { a, b: drawNumber(random, random.between(1, digits)) };
  }
  const nines = 10n ** BigInt(a.length) - 1n;
  const one = a === '0' ? 0 : random.between(0, 1);
  const b = (nines - BigInt(a) + BigInt(one)).toString();
  return random.between(0, 1) === 0 ? { a, b } : { a: b, b: a };
}

/** Draws a number with exactly `length` digits. */
export function drawNumber(random: Random, length: number): string {
  const first = random.between(length === 1 ? 0 : 1, 9);
  return String(first) + Array.from({ length: length - 1 }, () => random.between(0, 9)).join('');
}

/**
 * Splits a sum into the steps of a question; each step has one or more characters. `classic` reads the sum as it is
 * typed, one character per step, last character first (as Keras' example does). `carry` reads as people add on paper:
 * one number above the other, two digits of one place per step, ones first. `places` is the length of the longest number
 * of the batch; one more step leaves room for the last carry.
 */
export const questionSteps: Record<Architecture, (sum: Sum, places: number) => string[]> = {
  carry: ({ a, b }, places) => {
    const digit = (n: string, place: number) => n[n.length - 1 - place] ?? BLANK;
    return Array.from({ length: places + 1 }, (_, place) => digit(a, place) + digit(b, place));
  },
  classic: ({ a, b }, places) => Array.from(`${a}+${b}`.padEnd(2 * places + 1, BLANK)).reverse()
};

/**
 * Splits an answer into steps: both architectures write one digit per step, ones first, as people do. Keras' example
 * writes the first digit first, which depends on every carry after it, and so needs more examples.
 */
export function answerSteps(total: string, places: number): string[] {
  return Array.from(total.padStart(places + 1, BLANK)).reverse();
}

/** The values of a tensor [sums, steps, alphabet] in row-major order. */
interface Counts {
  data: Float32Array;
  shape: [number, number, number];
}

/**
 * Encodes steps as counts: how often each character occurs in a step. A step of one character becomes its one-hot
 * vector; '33' becomes a 2 in the column of '3', so the order within a step is lost: a+b = b+a.
 *
 * @param rows [sums, steps], each step a text
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

/** Encodes steps as a tensor [sums, steps, alphabet]. */
export function toTensor(rows: string[][]): Tensor3D {
  const { data, shape } = countSymbols(rows);
  return tensor3d(data, shape);
}
