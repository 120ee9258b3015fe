import { isObject, type PythonObject, type PythonValue } from '../python-json.js';
import type { GivenRecord } from './evaluation-record.js';

/** The fields that the records of a data set have, with the type of the first value of each. */
export interface RecordSchema {
  inputs: Record<string, string>;
  /** The type itself, if outputs are not objects. */
  outputs: Record<string, string> | string;
  expectations: Record<string, string>;
  version: string;
}

/** A schema is returned with each data set of a search, so it lists no more fields of a kind, and none with a longer name. */
const limits = { fields: 500, nameLength: 250 };

/** Returns a schema with the fields of further records. */
export function extendedSchema(
  before: RecordSchema | undefined,
  records: readonly GivenRecord[]
): RecordSchema | undefined {
  if (!before && records.length === 0) return undefined;
  const { inputs, outputs, expectations, version } = before ?? emptySchema;
  return {
    inputs: extended(
      inputs,
      records.map(record => record.inputs)
    ),
    outputs: extendedOutputs(
      outputs,
      records.map(record => record.outputs)
    ),
    expectations: extended(
      expectations,
      records.map(record => record.expectations)
    ),
    version
  };
}

const emptySchema: RecordSchema = { inputs: {}, outputs: {}, expectations: {}, version: '1.0' };

/** The first outputs decide whether the type of outputs is listed, or their fields. */
function extendedOutputs(
  before: RecordSchema['outputs'],
  all: readonly (PythonValue | undefined)[]
): RecordSchema['outputs'] {
  const present = all.filter(value => value !== undefined && value !== null);
  if (typeof before === 'string') return before;
  const [first] = present;
  if (first !== undefined && !isObject(first) && Object.keys(before).length === 0)
    return typeName(first);
  return extended(before, present.filter(isObject));
}

function extended(
  before: Record<string, string>,
  objects: readonly (PythonObject | undefined)[]
): Record<string, string> {
  const fields = new Map(Object.entries(before));
  for (const object of objects) addFields(fields, object);
  return Object.fromEntries(fields);
}

function addFields(fields: Map<string, string>, object: PythonObject | undefined): void {
  for (const [name, value] of Object.entries(object ?? {}))
    if (!fields.has(name) && fields.size < limits.fields && name.length <= limits.nameLength)
      fields.set(name, typeName(value));
}

function typeName(value: PythonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'bigint':
      return 'integer';
    case 'number':
      return 'float';
    default:
      return typeof value;
  }
}
