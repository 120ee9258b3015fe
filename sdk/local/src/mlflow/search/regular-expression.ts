import { fail } from '../errors.js';

/** SQLite copies what a `{n}` repeats, so that nested ones multiply: it searches for all states of an expression at each character. */
const MAX_STATES = 1000;

/**
 * Returns the pattern of an RLIKE in the syntax of SQLite, whose matcher needs no backtracking: its time is linear in the text, whatever
 * the pattern.
 *
 * @throws CarryError `FilterPatternInvalid`
 */
export function regularExpression(pattern: string): string {
  const refuse = (reason: string) => fail('FilterPatternInvalid', { reason });
  try {
    new RegExp(pattern);
  } catch {
    throw refuse('it is not a regular expression');
  }
  const groups = pattern.replaceAll('(?:', '(');
  if (/\(\?/.test(groups)) throw refuse('(?…) is not supported');
  if (/(?:^|[^\\])(?:\\\\)*\\[1-9]/.test(groups)) throw refuse('references are not supported');
  let states = groups.length;
  for (const [, least, most] of groups.matchAll(/\{(\d+)(?:,(\d*))?\}/g))
    states *= Math.max(1, Number(most || least));
  if (states > MAX_STATES) throw refuse('its repetitions are too large');
  // A lazy repetition finds the same texts.
  return groups.replace(/((?:^|[^\\])(?:\\\\)*[*+?}])\?/g, '$1');
}
