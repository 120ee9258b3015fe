import type { Parameter, ParameterValue } from '@carry-ml/bridge';
import { choicesOf, fieldKind, readValue, type Problem } from './field-value.js';
import { MAX_TRIALS } from './limits.js';
import { readRange } from './value-range.js';

/** The content of the field of a varied parameter as values, or why it is no list of values. */
export type SweepReading =
  { ok: true; values: ParameterValue[] } | { ok: false; problem: SweepProblem; text: string };

export type SweepProblem = Problem | 'none' | 'twice' | 'range' | 'many';

/** The values that a parameter can have if they are few: a sweep takes some of them. Null for any other parameter. */
export function optionsOf(parameter: Parameter): string[] | null {
  const kind = fieldKind(parameter);
  if (kind === 'boolean') return ['true', 'false'];
  return kind === 'choice' ? choicesOf(parameter).filter(choice => choice !== '') : null;
}

/**
 * Reads the values of a varied parameter. Numbers are separated by commas or lines, and may be a range (`value-range.ts`); other values
 * have a line each.
 */
export function readValues(parameter: Parameter, typed: string): SweepReading {
  const isNumber = areNumbers(parameter);
  const range = isNumber ? readRange(typed) : undefined;
  if (range === 'invalid') return { ok: false, problem: 'range', text: typed.trim() };
  const texts = range?.map(String) ?? split(typed, isNumber ? /[,;\n]/ : '\n');
  if (texts.length === 0) return { ok: false, problem: 'none', text: '' };
  if (texts.length > MAX_TRIALS) return { ok: false, problem: 'many', text: '' };
  const values: ParameterValue[] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const reading = readOne(parameter, text);
    if (!reading.ok) return { ...reading, text };
    const written = JSON.stringify(reading.value);
    if (seen.has(written)) return { ok: false, problem: 'twice', text };
    seen.add(written);
    values.push(reading.value);
  }
  return { ok: true, values };
}

/** True if the values of a parameter can be given as a range. */
export function areNumbers(parameter: Parameter): boolean {
  return /^(?:integer|number)$/.test(fieldKind(parameter));
}

function readOne(parameter: Parameter, text: string) {
  const isChecked = fieldKind(parameter) === 'boolean';
  return readValue(parameter, isChecked ? text === 'true' : text);
}

function split(typed: string, by: RegExp | string): string[] {
  return typed
    .split(by)
    .map(text => text.trim())
    .filter(text => text !== '');
}
