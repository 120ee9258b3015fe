import type { ParameterValue } from './parameter.js';
import { wholeNumber } from './syntax.js';

/** Python reads no longer numbers. */
export const MAX_DIGITS = 4300;

const digits = String.raw`\d+(?:_\d+)*`;
const wholeText = new RegExp(
  `^([+-]?)(${digits}|0x[\\da-f]+(?:_[\\da-f]+)*|0o[0-7]+(?:_[0-7]+)*|0b[01]+(?:_[01]+)*)$`,
  'i'
);
const floatText = new RegExp(
  `^[+-]?(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:e[+-]?${digits})?$`,
  'i'
);

/**
 * Returns a number that is given as one or as text, in the notation of either language (`1_000`, `0x1F`, `1e-3`); undefined for any
 * other value and for one beyond the range of a double. Every digit of a whole number is kept.
 */
export function readNumber(value: ParameterValue): number | bigint | undefined {
  const read = exactNumber(value);
  return Number.isFinite(Number(read)) ? read : undefined;
}

/** Like `readNumber`, for a whole number of any size. One that is not exact is refused: `2 ** 60` of a program may have been another. */
export function readWholeNumber(value: ParameterValue): number | bigint | undefined {
  const read = exactNumber(value);
  if (typeof read === 'bigint') return read;
  // An integer has no `-0`.
  return Number.isSafeInteger(read) && read !== undefined ? read + 0 : undefined;
}

function exactNumber(value: ParameterValue): number | bigint | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return wholeNumber(String(value));
  if (typeof value !== 'string' || value.length > 2 * MAX_DIGITS) return undefined;
  const text = value.trim();
  const [, sign, whole] = wholeText.exec(text) ?? [];
  if (whole !== undefined) {
    const number = wholeNumber(whole.replaceAll('_', ''));
    return sign === '-' ? -number : number;
  }
  return floatText.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}
