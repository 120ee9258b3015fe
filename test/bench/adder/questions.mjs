import { randomInt } from 'node:crypto';

/** Returns every a+b with both numbers below `top`. */
export function everyPair(top) {
  return Array.from({ length: top * top }, (_, i) => `${Math.floor(i / top)}+${i % top}`);
}

/** Returns random sums of two numbers of exactly this many digits. The randomness is the system's, without a seed. */
export function randomSums(digits, count) {
  return Array.from({ length: count }, () => `${randomNumber(digits)}+${randomNumber(digits)}`);
}

/** Returns 9+1, 99+1, …: a carry through every place. */
export function chains(lengths) {
  return lengths.map(length => `${'9'.repeat(length)}+1`);
}

/** Returns the number of digits of the longer number. */
export function longest(sum) {
  return Math.max(...sum.split('+').map(number => number.length));
}

/** Returns the correct answer. */
export function solve(sum) {
  const [a, b] = sum.split('+').map(BigInt);
  return String(a + b);
}

function randomNumber(digits) {
  return Array.from({ length: digits }, (_, i) => randomInt(i === 0 ? 1 : 0, 10)).join('');
}
