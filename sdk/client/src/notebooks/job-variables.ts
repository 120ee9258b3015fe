import { fail } from './errors.js';

/** Shells and Azure ML pass on variables of these names only. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Returns the environment variables of a notebook job: the user's, and those that the job side reads.
 *
 * @throws CarryError `VariableInvalid`
 */
export function jobVariables(
  given: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>
): Record<string, string> {
  for (const [name, value] of Object.entries(given)) {
    const target = `/environmentVariables/${name}`;
    if (!NAME.test(name)) throw fail('VariableNameInvalid', { name }, { target });
    if (name.startsWith('CARRY_')) throw fail('VariableReserved', { name }, { target });
    if (value.includes('\0')) throw fail('VariableValueInvalid', { name }, { target });
  }
  return { ...given, ...own };
}
