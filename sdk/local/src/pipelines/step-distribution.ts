import type { Distribution, JobResources } from 'carry-ml/arm';
import type { CommandComponent } from './component.js';
import { fail } from './errors.js';
import { text, type Fields, type Step } from './step.js';

/**
 * The distribution and resources of a step's job: those of the step, otherwise those that its component declares. Azure's clients write
 * them in snake case and their numbers as texts; the contract has neither for jobs.
 */
export function distributionOf(
  step: Step,
  component: CommandComponent
): { distribution?: Distribution; resources?: JobResources } {
  const given = [step.distribution, component.distribution ?? {}].find(hasFields);
  const resources = { ...contract(component.resources ?? {}), ...contract(step.resources) };
  const instanceCount = count(step, resources, 'instanceCount', 1);
  return {
    ...(given ? { distribution: distribution(step, contract(given)) } : {}),
    ...(hasFields(resources) ? { resources: { ...resources, instanceCount } } : {})
  };
}

function distribution(step: Step, fields: Fields): Distribution {
  const { type, ...more } = fields;
  return {
    ...more,
    distributionType: text({ type }, 'type') ?? text(fields, 'distributionType') ?? '',
    processCountPerInstance: count(step, fields, 'processCountPerInstance', 1),
    workerCount: count(step, fields, 'workerCount', 1),
    parameterServerCount: count(step, fields, 'parameterServerCount', 0)
  };
}

function count(step: Step, fields: Fields, field: string, minimum: number): number | undefined {
  return countOf({ step: step.name, field, given: text(fields, field), minimum });
}

/** Reads a whole number that a client may have written as a text. */
export function countOf(of: {
  step: string;
  field: string;
  given: string | undefined;
  minimum: number;
}): number | undefined {
  const { given, minimum } = of;
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < minimum || given.trim() === '')
    throw fail('StepCountInvalid', { ...of, given });
  return value;
}

/** The same fields under the names of the contract. */
function contract(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value
    ])
  );
}

function hasFields(fields: Fields): boolean {
  return Object.keys(fields).length > 0;
}
