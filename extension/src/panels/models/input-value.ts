import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelInput } from '@carry-ml/bridge';
import { numberProblemText } from '../../parts/number-problem.js';

/** The value of a typed text, or the reason why it is none. */
export type InputValue = { value: unknown; problem: null } | { problem: string };

/** Reads the text that the user typed for an input of a model. An empty one is null, which only an optional input may be. */
export function inputValue(
  { type, isRequired }: ModelInput,
  text: string,
  trans: TranslationBundle
): InputValue {
  const trimmed = text.trim();
  if (type === 'string') return isRequired || text !== '' ? valid(text) : valid(null);
  if (trimmed === '') {
    return isRequired ? { problem: trans.__('A value is needed.') } : valid(null);
  }
  return typedValue(type, trimmed, trans);
}

function typedValue(type: string, trimmed: string, trans: TranslationBundle): InputValue {
  switch (type) {
    case 'boolean':
      return valid(trimmed === 'true');
    case 'integer':
    case 'long':
      return wholeNumber(trimmed, trans);
    case 'float':
    case 'double':
      return isNumber(trimmed)
        ? valid(Number(trimmed))
        : { problem: numberProblemText('number', trans) };
    case 'datetime':
      return Number.isNaN(Date.parse(trimmed))
        ? { problem: trans.__('A time is needed, such as 2026-01-31T08:00:00.') }
        : valid(trimmed);
    case 'binary':
      return valid(trimmed);
    default:
      return json(trimmed, trans);
  }
}

function valid(value: unknown): InputValue {
  return { value, problem: null };
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

function wholeNumber(text: string, trans: TranslationBundle): InputValue {
  if (!/^[+-]?\d+$/.test(text)) return { problem: numberProblemText('integer', trans) };
  const value = Number(text);
  return Number.isSafeInteger(value)
    ? valid(value)
    : { problem: trans.__('The number is too large: it would lose digits.') };
}

function json(text: string, trans: TranslationBundle): InputValue {
  try {
    return valid(JSON.parse(text));
  } catch {
    return { problem: trans.__('JSON is needed, such as [[1, 2, 3]].') };
  }
}
