import { createHash } from 'node:crypto';
import { sortedKeys } from '../../protocol/sorted-keys.js';
import { fail } from '../errors.js';
import { isObject, pythonJson, type PythonObject, type PythonValue } from '../python-json.js';

/** A record as a client sends it. Undefined fields were not sent. */
export interface GivenRecord {
  inputs: PythonObject;
  /** The same for equal inputs, whatever the order of their keys. A data set has one record for it. */
  inputHash: string;
  /** Any JSON value; `null` if the client sent that. */
  outputs?: PythonValue;
  expectations?: PythonObject;
  tags?: PythonObject;
  source?: RecordSource;
  /** The user whom the client names in the tag `mlflow.user`. */
  user?: string;
}

/** Where a record comes from. */
export interface RecordSource {
  type: string;
  data: PythonObject;
  /** The trace, or what the client names as `source_id`. */
  id?: string;
}

const sourceTypes = ['UNSPECIFIED', 'TRACE', 'HUMAN', 'DOCUMENT', 'CODE'];
/** The tag in which clients name their user. */
export const userTag = 'mlflow.user';

/**
 * Reads one record of a request.
 *
 * @throws CarryError `EvaluationRecordInvalid`
 */
export function readRecord(given: PythonValue, index: number): GivenRecord {
  const refuse = (reason: string) => fail('EvaluationRecordInvalid', { index, reason });
  if (!isObject(given)) throw refuse('it is not an object');
  const field = (name: string): PythonObject | undefined => {
    const value = given[name] ?? undefined;
    if (value !== undefined && !isObject(value)) throw refuse(`'${name}' is not an object`);
    return value;
  };
  if (given['inputs'] === null) throw refuse("'inputs' must be provided");
  const inputs = field('inputs') ?? {};
  const tags = field('tags');
  const user = tags?.[userTag];
  const source = field('source');
  return {
    inputs,
    inputHash: createHash('sha256')
      .update(pythonJson(sortedKeys(inputs)))
      .digest('hex'),
    outputs: given['outputs'],
    expectations: field('expectations'),
    tags,
    source: source && readSource(source, refuse),
    user: typeof user === 'string' ? user : undefined
  };
}

function readSource(source: PythonObject, refuse: (reason: string) => Error): RecordSource {
  const given = source['source_type'];
  const type = typeof given === 'string' ? given.toUpperCase() : '';
  if (!sourceTypes.includes(type))
    throw refuse(`the type of its source must be one of ${sourceTypes.join(', ')}`);
  const data = source['source_data'] ?? {};
  if (!isObject(data)) throw refuse("the 'source_data' of its source is not an object");
  const id = data[type === 'TRACE' ? 'trace_id' : 'source_id'];
  return { type, data, id: typeof id === 'string' ? id : undefined };
}
