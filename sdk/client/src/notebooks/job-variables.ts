import { isAzureName } from './azure-name.js';
import { fail } from './errors.js';

/** Key Vault's rule for the names of secrets. */
const SECRET_NAME = /^[0-9A-Za-z-]{1,127}$/;

/** The environment variables that a user gives a job. */
export interface GivenVariables {
  environmentVariables?: Readonly<Record<string, string>>;
  /** Names of secrets by the variable that gets their value. */
  secrets?: Readonly<Record<string, string>>;
}

/**
 * Returns the environment variables of a notebook job: the user's, and those that the job side reads. Of secrets it has the names alone.
 *
 * @throws CarryError `VariableInvalid`, `SecretNameInvalid`
 */
export function jobVariables(
  { environmentVariables = {}, secrets = {} }: GivenVariables,
  own: Readonly<Record<string, string>>
): Record<string, string> {
  for (const [name, value] of Object.entries(environmentVariables)) {
    const target = `/environmentVariables/${name}`;
    checkName(name, target);
    if (value.includes('\0')) throw fail('VariableValueInvalid', { name }, { target });
  }
  for (const [name, secret] of Object.entries(secrets)) {
    const target = `/secrets/${name}`;
    checkName(name, target);
    if (name in environmentVariables) throw fail('VariableAndSecret', { name }, { target });
    if (!SECRET_NAME.test(secret)) throw fail('SecretNameInvalid', { secret }, { target });
  }
  const named = Object.keys(secrets).length > 0 && { CARRY_SECRETS: JSON.stringify(secrets) };
  return { ...environmentVariables, ...own, ...named };
}

function checkName(name: string, target: string): void {
  if (!isAzureName(name)) throw fail('VariableNameInvalid', { name }, { target });
  if (name.startsWith('CARRY_')) throw fail('VariableReserved', { name }, { target });
}
