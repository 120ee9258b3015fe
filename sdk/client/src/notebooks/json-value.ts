import { MAX_DIGITS } from './typed-number.js';

/** Python reads JSON that is nested about 1000 levels deep; the job adds some of its own. */
const MAX_DEPTH = 500;

/**
 * Says which values are accepted instead of one that JSON cannot express, or that the job could not read; undefined for any other.
 * `JSON.stringify` writes NaN as null and a date as a text, and omits functions.
 */
export function jsonFault(value: unknown): string | undefined {
  const waiting: [unknown, number][] = [[value, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [item, depth] = next;
    // A value that contains itself has no end.
    if (depth > MAX_DEPTH) return `a JSON value that is nested at most ${MAX_DEPTH} levels deep`;
    if (typeof item === 'object' && item !== null) {
      if (!isPlain(item)) return 'a JSON value';
      for (const inner of Object.values(item)) waiting.push([inner, depth + 1]);
    } else {
      const fault = scalarFault(item);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function scalarFault(item: unknown): string | undefined {
  switch (typeof item) {
    case 'number':
      return Number.isFinite(item) ? undefined : 'a JSON value, which has only finite numbers';
    case 'bigint':
      return String(item).length - 1 > MAX_DIGITS
        ? `a JSON value with numbers of at most ${MAX_DIGITS} digits`
        : undefined;
    case 'string':
    case 'boolean':
      return undefined;
    default:
      return item === null ? undefined : 'a JSON value';
  }
}

/** True for arrays and for objects that are no instance of a class, also of another realm, as in a cell. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
