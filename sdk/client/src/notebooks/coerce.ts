import { acceptedValues, fail } from './errors.js';
import { parametersJson, readLiteralText } from './literal-values.js';
import type { Parameter, ParameterType, ParameterValue } from './parameter.js';
import { wholeNumber } from './syntax.js';

/** Parameter values before conversion: JSON values of a program, or texts of a form or a command line. */
export type GivenParameters = Readonly<Record<string, ParameterValue | undefined>>;

/**
 * Converts values to the declared types; text for a number, boolean, array or object is parsed.
 *
 * @example coerceParameters(notebook.parameters, { digits: '2' }) // { digits: 2 }
 * @throws CarryError `ParameterUnknown` (with the existing names), `ParameterInvalid`
 */
export function coerceParameters(
  declared: readonly Parameter[],
  given: GivenParameters
): Record<string, ParameterValue> {
  const byName = new Map(declared.map(p => [p.name, p]));
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const parameter = byName.get(name);
    if (!parameter) {
      const known = declared.map(p => p.name);
      throw fail('ParameterUnknown', { name, known }, { target: name });
    }
    return value === undefined ? [] : [[name, coerce(parameter, value)] as const];
  });
  return Object.fromEntries(entries);
}

function coerce(parameter: Parameter, value: ParameterValue): ParameterValue {
  const read = readers[parameter.type](value);
  if (read !== undefined) return read;
  if (parameter.nullable && (value === null || value === 'null' || value === 'None')) return null;
  throw fail(
    'ParameterInvalid',
    { name: parameter.name, accepted: acceptedValues[parameter.type], value: shown(value) },
    { target: parameter.name }
  );
}

type Reader = (value: ParameterValue) => ParameterValue | undefined;

const readers: Record<ParameterType, Reader> = {
  number: readNumber,
  integer: readWholeNumber,
  bigint: value => readWholeNumber(typeof value === 'string' ? value.replace(/n\s*$/, '') : value),
  string: value => (typeof value === 'string' ? value : undefined),
  boolean: value => {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string') return undefined;
    const word = value.trim().toLowerCase();
    return word === 'true' ? true : word === 'false' ? false : undefined;
  },
  array: value => {
    const read = readJson(value);
    return Array.isArray(read) ? read : undefined;
  },
  object: value => {
    const read = readJson(value);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : undefined;
  },
  // The default does not determine the type, so any value is accepted.
  null: value => value,
  expression: value => value
};

/** A number that is not exact is refused: `2 ** 60` of a program may have been another number. As text it is exact. */
function readWholeNumber(value: ParameterValue): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^[+-]?\d+$/.test(text)) return wholeNumber(text.replace(/^\+/, ''));
  }
  const number = readNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function readNumber(value: ParameterValue): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function readJson(value: ParameterValue): ParameterValue | undefined {
  return typeof value === 'string' ? readLiteralText(value) : value;
}

function shown(value: ParameterValue): string {
  const text = parametersJson(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
