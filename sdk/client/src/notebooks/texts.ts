import type { GivenParameters } from './coerce.js';
import type { Parameter, ParameterValue } from './parameter.js';

/**
 * Reads values from a form or a command line, where everything is text. Only for a parameter whose default does not
 * determine its type (`null`, `None`) the type is guessed: text that is JSON is parsed, any other text stays a string.
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
    // Text that is not JSON stays a string.
    return text;
  }
}
