import { parse } from 'yaml';

/** One input of a model: a column of a table, or a tensor. */
export interface ModelInput {
  /** The name of the column or tensor; empty if it has none. */
  name: string;
  /** MLflow's type, such as `double` or `string`; `tensor` for a tensor. */
  type: string;
  isRequired: boolean;
  /** The shape of a tensor, with -1 for any size. */
  shape?: number[];
}

/** Returns the inputs that the `MLmodel` of an MLflow model declares; undefined if it declares none. */
export function readSignature(mlmodel: string): ModelInput[] | undefined {
  const declared = parse(blockOf('signature', mlmodel), { uniqueKeys: false }) as {
    signature?: { inputs?: unknown } | null;
  } | null;
  const text = declared?.signature?.inputs;
  if (typeof text !== 'string') return undefined;
  const inputs = parsedJson(text);
  if (!Array.isArray(inputs) || inputs.length === 0) return undefined;
  return inputs.map(toInput);
}

interface InputRecord {
  name?: unknown;
  type?: unknown;
  required?: unknown;
  'tensor-spec'?: { shape?: unknown } | null;
}

function toInput(value: unknown): ModelInput {
  const record = (typeof value === 'object' && value !== null ? value : {}) as InputRecord;
  const { name, type, required } = record;
  const shape = record['tensor-spec']?.shape;
  return {
    name: typeof name === 'string' ? name : '',
    type: typeof type === 'string' ? type : 'any',
    isRequired: required !== false,
    ...(Array.isArray(shape) && { shape: shape.map(Number) })
  };
}

/** Returns the lines of one key of the file: its examples can be long, and a YAML parser is slow. */
function blockOf(key: string, text: string): string {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex(line => line.startsWith(`${key}:`));
  if (first === -1) return '';
  const rest = lines.slice(first + 1);
  const end = rest.findIndex(line => /^[^\s#]/.test(line));
  return [lines[first], ...(end === -1 ? rest : rest.slice(0, end))].join('\n');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No signature that MLflow could read either.
    return undefined;
  }
}
