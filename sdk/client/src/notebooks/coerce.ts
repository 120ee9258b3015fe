import { inspect } from 'node:util';
import { acceptedValues, fail } from './errors.js';
import { jsonFault } from './json-value.js';
import { parametersJson, readLiteralText } from './literal-values.js';
import type { Parameter, ParameterType, ParameterValue } from './parameter.js';
import { readNumber, readWholeNumber } from './typed-number.js';

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
  const { name, choices, nullable, type } = parameter;
  const fault = jsonFault(value);
  const refusal = (accepted: string) =>
    fail('ParameterInvalid', { name, accepted, value: shown(value) }, { target: name });
  if (fault !== undefined) throw refusal(fault);
  const read = choices ? chosen(choices, type, value) : readers[type](value);
  // A text may be a number beyond the limits.
  if (read !== undefined && jsonFault(read) === undefined) return read;
  if (nullable && (value === null || value === 'null' || value === 'None')) return null;
  throw refusal(accepted(parameter));
}

/** Returns the listed value that is given, also as the text of a form. */
function chosen(
  choices: readonly ParameterValue[],
  type: ParameterType,
  value: ParameterValue
): ParameterValue | undefined {
  const read = readers[type](value);
  const literal = type === 'expression' ? readJson(value) : undefined;
  return choices.find(choice => choice === read) ?? choices.find(choice => choice === literal);
}

/** The values that a parameter accepts, as a sentence continues after "must be". */
function accepted({ choices, nullable, type }: Parameter): string {
  const listed = choices?.slice(0, MAX_SHOWN_CHOICES).map(shown).join(', ');
  const more = (choices?.length ?? 0) > MAX_SHOWN_CHOICES ? ', …' : '';
  const values = listed === undefined ? acceptedValues[type] : `one of ${listed}${more}`;
  return nullable && type !== 'null' ? `${values} or null` : values;
}

/** An error names this many of the listed values. */
const MAX_SHOWN_CHOICES = 20;

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

function readJson(value: ParameterValue): ParameterValue | undefined {
  return typeof value === 'string' ? readLiteralText(value) : value;
}

function shown(value: ParameterValue): string {
  const text =
    jsonFault(value) === undefined
      ? parametersJson(value)
      : inspect(value, { depth: 2, breakLength: Infinity });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
