import type { Parameter, ParameterValue } from './parameter.js';

/** Parameter values as given: JSON values from a program, or texts from a form or a command line. */
export type GivenParameters = Readonly<Record<string, ParameterValue | undefined>>;

/**
 * Turns given values into values of the declared types; a text for a number, boolean, array or object is read as such.
 *
 * @example coerceParameters(notebook.parameters, { digits: '2' }) // { digits: 2 }
 * @throws CarryError `ParameterUnknown` (with the names there are), `ParameterInvalid`
 */
export declare function coerceParameters(
  declared: readonly Parameter[],
  given: GivenParameters
): Record<string, ParameterValue>;
