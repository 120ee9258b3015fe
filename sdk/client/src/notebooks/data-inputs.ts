import { isAzureName } from './azure-name.js';
import { coerceParameters } from './coerce.js';
import { fail } from './errors.js';
import type { Parameter } from './parameter.js';

/** Data that a job gets: the service mounts or downloads it, and the notebook gets its path. */
export interface DataInput {
  /** Azure ML's type of the data. */
  type: 'uri_file' | 'uri_folder' | 'mltable';
  /** `azureml:NAME:VERSION`, or another URI of Azure ML. */
  uri: string;
}

/** Data by the parameter that gets its path. */
export type DataInputs = Readonly<Record<string, DataInput>>;

/**
 * Checks that each parameter takes a path, and has no other value.
 *
 * @throws CarryError `ParameterUnknown`, `ParameterInvalid`, `DataInvalid`
 */
export function checkData(
  declared: readonly Parameter[],
  data: DataInputs,
  set: readonly string[]
): void {
  for (const name of Object.keys(data)) {
    if (set.includes(name)) throw fail('DataAndValue', { name }, { target: name });
    if (!isAzureName(name)) throw fail('DataNameInvalid', { name }, { target: name });
    coerceParameters(declared, { [name]: '/path' });
  }
}
