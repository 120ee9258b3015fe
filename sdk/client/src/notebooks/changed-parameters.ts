import { readLiteralText, parametersJson } from './literal-values.js';
import type { ParameterValue } from './parameter.js';

/** Parameters up to this size of JSON are passed in an environment variable, whose size is limited; larger ones in a file. */
export const VARIABLE_BYTES = 16 * 1024;

/**
 * Returns the variables of a notebook job with other values of some parameters, or the error that says why there are none: its parameters
 * are in a file, it is not a notebook's, or the new ones are too large.
 */
export function changedParameters(
  variables: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, ParameterValue>>
): Record<string, string> | 'RerunOfNoNotebook' | 'ParametersInFile' | 'ParametersTooLarge' {
  const { CARRY_NOTEBOOK: notebook, CARRY_PARAMETERS: before } = variables;
  if (notebook === undefined) return 'RerunOfNoNotebook';
  if (before === undefined) return 'ParametersInFile';
  // `JSON.parse` would round large whole numbers.
  const values = readLiteralText(before) as Record<string, ParameterValue>;
  const json = parametersJson({ ...values, ...changes });
  if (Buffer.byteLength(json) > VARIABLE_BYTES) return 'ParametersTooLarge';
  return { ...variables, CARRY_PARAMETERS: json };
}
