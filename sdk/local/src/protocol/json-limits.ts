import { fail } from './errors.js';

/**
 * Limits of a JSON body, checked before it is parsed: four megabytes of small members take JSON.parse most of a second. The largest job
 * that we know has 5,000 values, and a batch of 1,000 metrics, the largest of MLflow, 8,600.
 */
const limits = { depth: 100, values: 10_000 };

/**
 * Parses the JSON of a request.
 *
 * @param maxValues - the largest number of values, if a request has more than others
 * @throws CarryError `JsonTooComplex`, `ReservedKey`; SyntaxError
 */
export function parseJson(text: string, maxValues = limits.values): unknown {
  refuseComplex(text, maxValues);
  const value: unknown = JSON.parse(text);
  // Only a text with such a key is searched, because a search costs as much as parsing.
  if (protoKey.test(text)) refuseProto(value);
  return value;
}

/** The key `__proto__`, each of its characters also as an escape. A copy of an object with it may get another prototype. */
const protoKey =
  /"(?:_|\\u005f){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006f)(?:t|\\u0074)(?:o|\\u006f)(?:_|\\u005f){2}"\s{0,100}:/i;

function refuseProto(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) throw fail('ReservedKey', { key: '__proto__' });
  for (const member of Object.values(value)) refuseProto(member);
}

const code = {
  quote: 34,
  comma: 44,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125
};

/** Counts what precedes a value, and the open brackets. Skips strings. Invalid JSON is left to the parser. */
function refuseComplex(text: string, maxValues: number): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === code.quote) at = endOfString(text, at);
    else if (character === code.comma) values++;
    else if (character === code.openBracket || character === code.openBrace) {
      values++;
      depth++;
    } else if (character === code.closeBracket || character === code.closeBrace) depth--;
    if (depth > limits.depth)
      throw fail('JsonTooComplex', { items: 'nested values', limit: limits.depth });
    if (values > maxValues) throw fail('JsonTooComplex', { items: 'values', limit: maxValues });
  }
}

/** Returns the position of the quotation mark that ends a string, or the end of an unfinished text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === code.quote) return at;
    if (character === code.backslash) at++;
  }
  return text.length;
}
