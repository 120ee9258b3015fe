import type { GivenParameters } from './coerce.js';
import { readLiteralText } from './literal-values.js';
import type { Parameter, ParameterValue } from './parameter.js';

/**
 * Reads values from a form or a command line, where everything is text. Only for a parameter whose default does not
 * determine its type (`null`, `None`, a computed one) the type is guessed: JSON and quoted or bracketed literals are
 * parsed, any other text stays a string.
 *
 * @example readTexts([{ name: 'limit', type: 'null', … }], { limit: '5' }) // { limit: 5 }
 */
export function readTexts(declared: readonly Parameter[], texts: GivenParameters): GivenParameters {
  const typed = new Set(
    declared.filter(p => p.type !== 'null' && p.type !== 'expression').map(p => p.name)
  );
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [
      name,
      typeof value === 'string' && !typed.has(name) ? guess(value) : value
    ])
  );
}

/** Digits with separators or a base, such as `2024_01`, are more often a name than a number. */
function guess(text: string): ParameterValue {
  const isValue =
    /^\s*(?:["'[{(]|(?:true|false|null|True|False|None)\s*$|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$)/;
  const value = isValue.test(text) ? readLiteralText(text) : undefined;
  return value === undefined ? text : value;
}
