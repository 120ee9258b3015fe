import type { ParameterValue } from './parameter.js';
import { pythonLiteral } from './parameters-python.js';
import { scriptLiteral } from './parameters-script.js';

/** Reads JSON or a literal of TypeScript or Python, such as `[1, 2,]` or `{'deep': True}`; undefined for any other text. */
export function readLiteralText(text: string): ParameterValue | undefined {
  const value = scriptLiteral(text);
  return value === undefined ? pythonLiteral(text) : value;
}

/**
 * Writes a value as JSON without a loss: a bigint with all its digits, which `JSON.stringify` refuses, and `-0` with its sign, which
 * `JSON.stringify` omits. Python reads `-0` as an integer, which has no sign.
 */
export function parametersJson(value: ParameterValue): string {
  if (typeof value === 'bigint') return String(value);
  if (Object.is(value, -0)) return '-0.0';
  if (Array.isArray(value)) return `[${value.map(parametersJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${parametersJson(item)}`
  );
  return `{${entries.join(',')}}`;
}
