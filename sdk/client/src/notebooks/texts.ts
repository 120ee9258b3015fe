import type { GivenParameters } from './coerce.js';
import type { Parameter, ParameterValue } from './parameter.js';

/**
 * Reads what a person typed in a form or on a command line, where everything is text. Only a parameter whose default says nothing about
 * its type (`null`, `None`) needs a guess: a text that is JSON is read as such, any other stays a text. A program's values need none.
 *
 * @example readTexts([{ name: 'limit', type: 'null', … }], { limit: '5' }) // { limit: 5 }
 */
export function readTexts(declared: readonly Parameter[], texts: GivenParameters): GivenParameters {
  const untyped = new Set(declared.filter(p => p.type === 'null').map(p => p.name));
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      untyped.has(name) && typeof value === 'string' ? guess(value) : value
    ])
  );
}

function guess(text: string): ParameterValue {
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    // Not JSON: then it is the text itself.
    return text;
  }
}
