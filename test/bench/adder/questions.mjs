import { randomInt } from 'node:crypto';

/** Every a+b with both below `top`. */
export function everyPair(top) {
  return Array.from({ length: top * top }, (_, i) => `${Math.floor(i / top)}+${i % top}`);
}

/** Random sums of two numbers of just that many digits, from the system's randomness and not from any seed. */
export function randomSums(digits, count) {
  return Array.from({ length: count }, () => `${randomNumber(digits)}+${randomNumber(digits)}`);
}

/** 9+1, 99+1, …: a carry through every place. */
export function chains(lengths) {
  return lengths.map(length => `${'9'.repeat(length)}+1`);
}

/** The digits of the longer number. */
export function longest(sum) {
  return Math.max(...sum.split('+').map(number => number.length));
}

/** The truth. */
export function solve(sum) {
  const [a, b] = sum.split('+').map(BigInt);
  return String(a + b);
}

function randomNumber(digits) {
  return Array.from({ length: digits }, (_, i) => randomInt(i === 0 ? 1 : 0, 10)).join('');
}
