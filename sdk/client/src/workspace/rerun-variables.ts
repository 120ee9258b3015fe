import type { JobBase } from '../arm/index.js';
import { boundParameters, changedParameters, type ParameterValue } from '../notebooks/index.js';
import { fail } from './errors.js';
import type { JobSpec } from './job-spec.js';

/**
 * Returns the variables of a job with other values of some parameters of its notebook.
 *
 * @throws CarryError `ParametersNotChangeable`
 */
export function rerunVariables(
  { command, environmentVariables, resource }: JobSpec,
  parameters: Readonly<Record<string, ParameterValue>>
): Record<string, string> {
  const { name, properties } = resource;
  const bound = boundParameters(command);
  const parameter = Object.keys(parameters).find(each => bound.has(each));
  // The variables and the command of a sweep are those of its trials.
  const isCommand = (properties as JobBase).jobType === 'Command';
  if (isCommand && parameter !== undefined)
    throw fail('ParameterBound', { name, parameter }, { target: parameter });
  const variables = isCommand
    ? changedParameters(environmentVariables, parameters)
    : 'RerunOfNoNotebook';
  if (typeof variables === 'string') throw fail(variables, { name }, { target: name });
  return variables;
}
