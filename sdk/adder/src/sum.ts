import { fail } from './errors.js';

/** Two whole numbers to add, as decimal digits without leading zeros. */
export interface Sum {
  a: string;
  b: string;
}

/**
 * Parses the text of a sum. Spaces around the numbers and leading zeros are dropped; neither changes the sum.
 *
 * @param limit maximum number of digits of a number
 * @throws CarryError `SumEmpty`, `OperandNegative`, `SumMalformed` or `OperandTooLong`
 */
export function parseSum(text: string, limit: number): Sum {
  if (text.trim() === '') throw fail('SumEmpty');
  const [, a, b] = /^\s*([0-9]+)\s*\+\s*([0-9]+)\s*$/.exec(text) ?? [];
  if (a === undefined || b === undefined) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    throw fail(/-\s*[0-9]/.test(text) ? 'OperandNegative' : 'SumMalformed', { text: shown });
  }
  const sum = { a: withoutLeadingZeros(a), b: withoutLeadingZeros(b) };
  const digits = Math.max(sum.a.length, sum.b.length);
  if (digits > limit) throw fail('OperandTooLong', { digits, limit });
  return sum;
}

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=.)/, '');
}

/** Computes the true answer, for training and evaluation; predictions never call this function. */
export function solve({ a, b }: Sum): string {
  return (BigInt(a) + BigInt(b)).toString();
}
