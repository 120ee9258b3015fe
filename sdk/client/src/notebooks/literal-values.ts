import type { ParameterValue } from './parameter.js';
import { pythonLiteral } from './parameters-python.js';
import { scriptLiteral } from './parameters-script.js';

/** Reads JSON or a literal of TypeScript or Python, such as `[1, 2,]` or `{'deep': True}`; undefined for any other text. */
export function readLiteralText(text: string): ParameterValue | undefined {
  const value = scriptLiteral(text);
  return value === undefined ? pythonLiteral(text) : value;
}

/** Writes a value as JSON; a bigint is written with all its digits, which `JSON.stringify` refuses. */
export function parametersJson(value: ParameterValue): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(parametersJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${parametersJson(item)}`
  );
  return `{${entries.join(',')}}`;
}
