import type { Parameter, ParameterType, ParameterValue } from '@carry-ml/bridge';

/** The kind of form field that shows a parameter. */
export type FieldKind = 'choice' | 'integer' | 'number' | 'boolean' | 'string' | 'json' | 'any';

/** The content of a form field: whether a checkbox is ticked, or a text. */
export type FormValue = string | boolean;

/** The content of a form field as a value of the parameter, or the kind of value that it should be. */
export type Reading = { ok: true; value: ParameterValue } | { ok: false; problem: Problem };

export type Problem = 'integer' | 'number' | 'json';

const kinds: Record<ParameterType, FieldKind> = {
  number: 'number',
  integer: 'integer',
  bigint: 'integer',
  string: 'string',
  boolean: 'boolean',
  array: 'json',
  object: 'json',
  null: 'json',
  expression: 'any'
};

/**
 * The kind of field for a parameter. Only JSON can express that a value may also be null, and a checkbox cannot be left as it is: a
 * boolean without a default is a text.
 */
export function fieldKind({ choices, type, nullable, default: value }: Parameter): FieldKind {
  if (choices) return 'choice';
  if (type === 'expression') return 'any';
  if (type === 'boolean' && value === undefined) return 'json';
  return nullable ? 'json' : kinds[type];
}

/** The contents that a field of the kind `choice` offers, each the JSON of a value; an empty one stands for a default that is none. */
export function choicesOf(parameter: Parameter): string[] {
  const { choices = [], nullable } = parameter;
  const listed = [...choices, ...(nullable ? [null] : [])].map(choice => JSON.stringify(choice));
  return [...new Set([initialValue(parameter).toString(), ...listed])];
}

/** The content that the field of a parameter has at first. */
export function initialValue(parameter: Parameter): FormValue {
  const kind = fieldKind(parameter);
  const { default: value } = parameter;
  if (kind === 'boolean') return value === true;
  if (value === undefined) return '';
  if (kind === 'choice') return JSON.stringify(value);
  if (kind === 'json') return JSON.stringify(value, null, indentOf(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads the content of a parameter's field. Numbers may have an exponent or a sign: `1e3`, `-0.5`. */
export function readValue(parameter: Parameter, typed: FormValue): Reading {
  if (typeof typed === 'boolean') return { ok: true, value: typed };
  const kind = fieldKind(parameter);
  switch (kind) {
    case 'string':
    case 'boolean':
      return { ok: true, value: typed };
    case 'integer':
    case 'number':
      return readNumber(kind, typed.trim());
    case 'choice':
      return readJson(typed);
    case 'json':
      return exactly(parameter, typed, readJson(typed));
    case 'any': {
      const reading = readJson(typed);
      return reading.ok ? reading : { ok: true, value: typed };
    }
  }
}

/** The values to send: those of edited fields. For the others the code of the cell stands, whatever it computes. */
export function givenValues(
  parameters: readonly Parameter[],
  edited: ReadonlyMap<string, FormValue>
): Record<string, ParameterValue> {
  const given = parameters.flatMap((parameter): [string, ParameterValue][] => {
    const typed = edited.get(parameter.name);
    const reading = typed === undefined ? undefined : readValue(parameter, typed);
    return reading?.ok ? [[parameter.name, reading.value]] : [];
  });
  return Object.fromEntries(given);
}

/** True if the contents of all edited fields fit their parameters. */
export function fitValues(
  parameters: readonly Parameter[],
  edited: ReadonlyMap<string, FormValue>
): boolean {
  return parameters.every(parameter => {
    const typed = edited.get(parameter.name);
    return typed === undefined || readValue(parameter, typed).ok;
  });
}

function readNumber(kind: 'integer' | 'number', text: string): Reading {
  const value = Number(text);
  const wrong = text === '' || !Number.isFinite(value);
  // The bridge reads all digits of the text, which a number here could not hold.
  if (kind === 'integer' && /^[+-]?\d{16,}$/.test(text)) return { ok: true, value: text };
  if (wrong || (kind === 'integer' && !Number.isSafeInteger(value))) {
    return { ok: false, problem: kind };
  }
  return { ok: true, value: isKept(value) ? value : text };
}

/** True if a number is the same after a request: JSON of a browser has no `-0`, and digits beyond 2^53 are lost when they are read. */
function isKept(value: number): boolean {
  return !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** Where the type says how the bridge reads a text, it gets the typed one instead of numbers that would change. */
function exactly({ type }: Parameter, typed: string, reading: Reading): Reading {
  const readsText = /^(?:number|integer|bigint|array|object)$/.test(type);
  return reading.ok && readsText && !isAllKept(reading.value)
    ? { ok: true, value: typed }
    : reading;
}

function isAllKept(value: ParameterValue): boolean {
  if (typeof value === 'number') return isKept(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isAllKept);
}

function readJson(text: string): Reading {
  try {
    return { ok: true, value: JSON.parse(text) as ParameterValue };
  } catch {
    // The field shows a sentence of its own: the parser's message would not help there.
    return { ok: false, problem: 'json' };
  }
}

/** Long arrays and objects are shown on several lines. */
function indentOf(value: ParameterValue): number | undefined {
  return typeof value === 'object' && value !== null && JSON.stringify(value).length > 30
    ? 2
    : undefined;
}
