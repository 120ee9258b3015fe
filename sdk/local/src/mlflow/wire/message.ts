import { fail } from '../errors.js';

/**
 * Reads one field of a message. MLflow's messages are protobuf's JSON, which JSON Schema cannot describe: 64-bit integers are numbers
 * or strings, doubles are numbers or `"NaN"` and `"Infinity"`, null means absent. As in Python, true is the number 1. A shape names each field with its type; `readMessage` returns typed values or throws MLflow's own error.
 */
export interface Field<T> {
  /** Set for a list. A query string may have one value instead of it. */
  isList?: true;
  /** `value` is undefined when the field is absent. */
  read(value: unknown, path: string): T;
}

export type Shape = Record<string, Field<unknown>>;
export type Message<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const typeInvalid = (field: string, value: unknown) =>
  fail('MlflowParameterTypeInvalid', { field, value }, { target: field });

const fieldOf = <T>(convert: (value: unknown) => T | undefined): Field<T | undefined> => ({
  read(value, path) {
    if (value === undefined || value === null) return undefined;
    const result = convert(value);
    if (result === undefined) throw typeInvalid(path, value);
    return result;
  }
});

const parseString = (value: unknown) => (typeof value === 'string' ? value : undefined);

function parseInteger(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 63
    ? number
    : undefined;
}

function parseDouble(value: unknown): number | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}

function parseBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

export const string = fieldOf(parseString);
/** The number of a model version. It is a string that MLflow parses as Python parses integers; JSON numbers are rejected. */
export const versionNumber: Field<string | undefined> = {
  read(value, path) {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') throw typeInvalid(path, value);
    const number = parseInteger(
      value
        .trim()
        .replace(/^\+(?=\d)/, '')
        .replace(/(?<=\d)_(?=\d)/g, '')
    );
    if (number === undefined) throw fail('ModelVersionNumberInvalid', { field: path, value });
    return String(number);
  }
};
export const int64 = fieldOf(parseInteger);
export const double = fieldOf(parseDouble);
export const bool = fieldOf(parseBoolean);

/** An enum field: accepts one of the names or, as protobuf does, its number. */
export function oneOf<N extends string>(names: Record<N, number>): Field<N | undefined> {
  const all = Object.entries(names) as [N, number][];
  return fieldOf(value => all.find(([name, number]) => value === name || value === number)?.[0]);
}

/** Rejects an absent field and, as MLflow does, an empty string. */
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

/** A repeated field. An absent field is an empty list. */
export function list<T>(item: Field<T>): Field<T[]> {
  return {
    isList: true,
    read(value, path) {
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) throw typeInvalid(path, value);
      return value.map((one: unknown, i) => item.read(one, `${path}[${i}]`));
    }
  };
}

/** A field that contains another message. */
export function nested<S extends Shape>(shape: S): Field<Message<S> | undefined> {
  return {
    read(value, path) {
      if (value === undefined || value === null) return undefined;
      if (typeof value !== 'object' || Array.isArray(value)) throw typeInvalid(path, value);
      return readMessage(shape, value as Record<string, unknown>, `${path}.`);
    }
  };
}

/** A map of strings. An absent map is empty. */
export const stringMap: Field<Record<string, string>> = {
  read(value, path) {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) throw typeInvalid(path, value);
    return Object.fromEntries(
      Object.entries(value).map(([key, one]: [string, unknown]) => [
        key,
        withDefault(string, '').read(one, `${path}.${key}`)
      ])
    );
  }
};

/** A field with any JSON value. */
export const json: Field<unknown> = { read: value => value };

/** A time as protobuf's JSON writes it, such as `2024-05-01T12:00:00.250Z`, in milliseconds since 1970. */
export const timestamp = fieldOf(value => {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
});

/** A duration as protobuf's JSON writes it, such as `0.25s`, in milliseconds. */
export const duration = fieldOf(value => {
  const seconds = /^(-?\d+(?:\.\d+)?)s$/.exec(typeof value === 'string' ? value : '')?.[1];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
});

/** A field mask: the names of fields, separated by commas. */
export const fieldMask = fieldOf(value =>
  typeof value === 'string'
    ? value
        .split(',')
        .filter(name => name !== '')
        .map(name => name.trim().replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
    : undefined
);

const camelCase = (name: string) =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

type Entry = [name: string, camelName: string, field: Field<unknown>];
const entriesOfShape = new WeakMap<Shape, Entry[]>();

/** Returns the fields of a shape with their snake_case and camelCase names, cached because a batch reads the same shape a thousand times. */
function entriesOf(shape: Shape): Entry[] {
  const known =
    entriesOfShape.get(shape) ??
    Object.entries(shape).map(([name, field]): Entry => [name, camelCase(name), field]);
  entriesOfShape.set(shape, known);
  return known;
}

/** Returns the message that a query string has, in which a list of one value looks like the value. */
export function messageOfQuery(
  shape: Shape,
  query: Record<string, unknown>
): Record<string, unknown> {
  const lists = new Set(
    entriesOf(shape).flatMap(([name, camelName, { isList }]) => (isList ? [name, camelName] : []))
  );
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      lists.has(name) && typeof value === 'string' ? [value] : value
    ])
  );
}

/** Reads one message. Ignores unknown fields, as protobuf does. */
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
