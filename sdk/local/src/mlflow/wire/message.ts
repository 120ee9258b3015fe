import { fail } from '../errors.js';

/**
 * MLflow's messages are protobuf's JSON, which JSON Schema cannot say: 64-bit integers travel as numbers or texts, doubles as
 * numbers or `"NaN"` and `"Infinity"`, null means absent, and a query string gives one value where a list is meant. Hence a
 * reader of its own: a shape names each field with its type, and reading gives typed values or MLflow's own error.
 */
export interface Field<T> {
  /** `value` is undefined when the field is absent. */
  read(value: unknown, path: string): T;
}

export type Shape = Record<string, Field<unknown>>;
export type Message<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const typed = <T>(convert: (value: unknown) => T | undefined): Field<T | undefined> => ({
  read(value, path) {
    if (value === undefined || value === null) return undefined;
    const result = convert(value);
    if (result === undefined) throw fail('MlflowParameterTypeInvalid', { field: path, value });
    return result;
  }
});

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

function integer(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 63
    ? number
    : undefined;
}

function real(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}

function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

export const string = typed(text);
/** The number of a model's version. It travels as a text, which MLflow reads as Python reads whole numbers; JSON's own it refuses. */
export const versionNumber: Field<string | undefined> = {
  read(value, path) {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') throw fail('MlflowParameterTypeInvalid', { field: path, value });
    const number = integer(
      value
        .trim()
        .replace(/^\+(?=\d)/, '')
        .replace(/(?<=\d)_(?=\d)/g, '')
    );
    if (number === undefined) throw fail('ModelVersionNumberInvalid', { field: path, value });
    return String(number);
  }
};
export const int64 = typed(integer);
export const double = typed(real);
export const bool = typed(truth);

/** One of an enumeration's names; protobuf also allows its number. */
export function oneOf<N extends string>(names: Record<N, number>): Field<N | undefined> {
  const all = Object.entries(names) as [N, number][];
  return typed(value => all.find(([name, number]) => value === name || value === number)?.[0]);
}

/** Refuses an absent field, and an empty text as well, as MLflow does. */
export function required<T>(field: Field<T | undefined>): Field<T> {
  return {
    read(value, path) {
      const result = field.read(value, path);
      if (result === undefined || result === '')
        throw fail('MlflowParameterMissing', { field: path });
      return result;
    }
  };
}

export function withDefault<T>(field: Field<T | undefined>, fallback: T): Field<T> {
  return { read: (value, path) => field.read(value, path) ?? fallback };
}

/** A repeated field; absent is empty. */
export function list<T>(item: Field<T>): Field<T[]> {
  return {
    read(value, path) {
      if (value === undefined || value === null) return [];
      if (Array.isArray(value))
        return value.map((one: unknown, i) => item.read(one, `${path}[${i}]`));
      // A query string gives one value where a list is meant.
      if (typeof value !== 'string')
        throw fail('MlflowParameterTypeInvalid', { field: path, value });
      return [item.read(value, path)];
    }
  };
}

/** A message within a message. */
export function nested<S extends Shape>(shape: S): Field<Message<S> | undefined> {
  return {
    read(value, path) {
      if (value === undefined || value === null) return undefined;
      if (typeof value !== 'object' || Array.isArray(value))
        throw fail('MlflowParameterTypeInvalid', { field: path, value });
      return readMessage(shape, value as Record<string, unknown>, `${path}.`);
    }
  };
}

const camel = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

type Entry = [name: string, camelName: string, field: Field<unknown>];
const entriesOfShape = new WeakMap<Shape, Entry[]>();

/** The fields of a shape with both of their names; a batch reads the same shape a thousand times. */
function entriesOf(shape: Shape): Entry[] {
  const known =
    entriesOfShape.get(shape) ??
    Object.entries(shape).map(([name, field]): Entry => [name, camel(name), field]);
  entriesOfShape.set(shape, known);
  return known;
}

/** Reads one message. Unknown fields are passed over, as protobuf does. */
export function readMessage<S extends Shape>(
  shape: S,
  source: Record<string, unknown>,
  prefix = ''
): Message<S> {
  const result: Record<string, unknown> = {};
  for (const [name, camelName, field] of entriesOf(shape)) {
    const value = Object.hasOwn(source, name) ? source[name] : source[camelName];
    result[name] = field.read(value, prefix + name);
  }
  return result as Message<S>;
}
