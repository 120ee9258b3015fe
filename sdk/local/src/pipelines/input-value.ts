import type { JobInput } from 'carry-ml/arm';
import type { ComponentInput } from './component.js';
import { fail } from './errors.js';
import { isUnread } from './written-values.js';

/** Whether a text is a value of a type. Other types, such as `string`, have any text. */
const tests: Partial<Record<string, (text: string) => boolean>> = {
  integer: text => Number.isInteger(numberOf(text)),
  number: text => Number.isFinite(numberOf(text)),
  boolean: text => /^(true|false)$/i.test(text)
};

/**
 * Throws when a literal has another type than its input declares, is none of the values of its `enum`, or is below `min` or above `max`.
 * What another step writes is known only when the step starts.
 */
export function checkValue(
  input: JobInput | undefined,
  declared: ComponentInput,
  where: string
): void {
  if (input?.jobInputType !== 'literal' || isUnread(input)) return;
  const value = input.value ?? '';
  const type = declared.type.toLowerCase();
  if (tests[type] && !tests[type](value)) throw fail('InputTypeMismatch', { where, value, type });
  const allowed = (declared.enum ?? []).map(String);
  if (allowed.length > 0 && !allowed.some(each => isSame(each, value, type)))
    throw fail('InputNotInEnum', { where, value, allowed });
  if (isBeyond(numberOf(value), declared))
    throw fail('InputOutOfRange', { where, value, min: declared.min, max: declared.max });
}

type Limit = string | number;

function isBeyond(value: number, { min, max }: ComponentInput): boolean {
  const isBelow = isGiven(min) && value < numberOf(String(min));
  return isBelow || (isGiven(max) && value > numberOf(String(max)));
}

function isGiven(limit: Limit | null | undefined): limit is Limit {
  return limit !== undefined && limit !== null && limit !== '';
}

/** Clients write a number and a truth in several ways. */
function isSame(one: string, other: string, type: string): boolean {
  if (type === 'boolean') return one.toLowerCase() === other.toLowerCase();
  return one === other || (type !== 'string' && numberOf(one) === numberOf(other));
}

/** An empty text is no number. */
function numberOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}
