import type { Json, ParameterField } from '@carry-ml/bridge';

/** What a form field holds: a tick, or the text that was typed. */
export type Typed = string | boolean;

/** A typed value read as the parameter's kind, or why it cannot be. */
export type Reading = { ok: true; value: Json } | { ok: false; problem: Problem };

export type Problem = 'integer' | 'number' | 'json';

/** What the field shows before anybody types. */
export function initialValue({ kind, value }: ParameterField): Typed {
  if (kind === 'boolean') return value === true;
  if (value === undefined) return '';
  if (kind === 'json') return JSON.stringify(value, null, pretty(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads what was typed. Numbers may be written as a programmer writes them: `1e3`, `-0.5`. */
export function readValue({ kind }: ParameterField, typed: Typed): Reading {
  if (typeof typed === 'boolean') return { ok: true, value: typed };
  switch (kind) {
    case 'string':
    case 'boolean':
      return { ok: true, value: typed };
    case 'integer':
    case 'number':
      return readNumber(kind, typed.trim());
    case 'json':
      return readJson(typed);
  }
}

function readNumber(kind: 'integer' | 'number', text: string): Reading {
  const value = Number(text);
  const wrong = text === '' || !Number.isFinite(value);
  if (wrong || (kind === 'integer' && !Number.isSafeInteger(value))) {
    return { ok: false, problem: kind };
  }
  return { ok: true, value };
}

function readJson(text: string): Reading {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    // What is no JSON is flagged at the field; the parser's own words would not help there.
    return { ok: false, problem: 'json' };
  }
}

/** Objects with something in them are spread over lines. */
function pretty(value: Json): number | undefined {
  return typeof value === 'object' && value !== null && JSON.stringify(value).length > 30
    ? 2
    : undefined;
}
