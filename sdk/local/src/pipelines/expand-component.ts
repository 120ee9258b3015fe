import type { JobInput, JobOutput, PipelineJob } from 'carry-ml/arm';
import { deliveryMode } from '../jobs/delivery-mode.js';
import { isDataType } from '../schemas/job-schema.js';
import type { FindAsset } from '../store/asset-finder.js';
import { findComponent, type Component } from './component.js';
import { fail } from './errors.js';
import { checkValue } from './input-value.js';
import { mergedSettings } from './settings.js';

/**
 * A pipeline job that has a component instead of steps gets those of the component. A component of another type becomes the only step.
 * Inputs that were not given get their defaults, and every output of the component becomes one of the job.
 */
export function expandComponent(given: PipelineJob, findAsset: FindAsset): PipelineJob {
  const { componentId } = given;
  if (typeof componentId !== 'string' || Object.keys(given.jobs ?? {}).length > 0) return given;
  const component = findComponent(componentId, 'pipeline', findAsset);
  refuseUnknown('input', given.inputs, component.inputs);
  refuseUnknown('output', given.outputs, component.outputs);
  const inputs = { ...defaults(component), ...given.inputs };
  for (const [name, declared] of Object.entries(component.inputs ?? {}))
    checkValue(inputs[name] ?? undefined, declared, `The input '${name}' of the pipeline`);
  const expanded = {
    ...given,
    inputs,
    outputs: { ...outputsOf(component), ...withoutNulls(given.outputs) }
  };
  if (component.type === 'pipeline')
    return {
      ...expanded,
      jobs: component.jobs,
      settings: mergedSettings(component.settings, given.settings)
    };
  return { ...expanded, jobs: { step: onlyStep(componentId, component, inputs) } };
}

function refuseUnknown(
  noun: 'input' | 'output',
  given: Record<string, unknown> | undefined,
  declared: object = {}
): void {
  const port = Object.keys(given ?? {}).find(name => !Object.hasOwn(declared, name));
  if (port !== undefined)
    throw fail('PipelinePortUnknown', { noun, port, ports: Object.keys(declared) });
}

function withoutNulls<T>(given: Record<string, T | null> | undefined): Record<string, T> {
  return Object.fromEntries(
    Object.entries(given ?? {}).filter((entry): entry is [string, T] => entry[1] !== null)
  );
}

function defaults({ inputs }: Component): Record<string, JobInput> {
  return Object.fromEntries(
    Object.entries(inputs ?? {}).flatMap(([name, { default: value }]) =>
      value === undefined || value === null
        ? []
        : [[name, { jobInputType: 'literal' as const, value: String(value) }]]
    )
  );
}

function outputsOf({ outputs }: Component): Record<string, JobOutput> {
  return Object.fromEntries(
    Object.entries(outputs ?? {}).map(([output, { type, mode }]) => {
      if (!isDataType(type))
        throw fail('StepOutputTypeNotServed', { step: 'pipeline', output, type });
      return [output, { jobOutputType: type, mode: deliveryMode(mode) }];
    })
  );
}

function onlyStep(
  componentId: string,
  { type, inputs, outputs }: Component,
  given: Record<string, JobInput | null>
) {
  const bound = Object.keys(inputs ?? {}).filter(name => given[name]);
  return {
    type,
    componentId,
    inputs: Object.fromEntries(
      bound.map(name => [name, { job_input_type: 'literal', value: `\${{parent.inputs.${name}}}` }])
    ),
    outputs: Object.fromEntries(
      Object.keys(outputs ?? {}).map(name => [name, { value: `\${{parent.outputs.${name}}}` }])
    )
  };
}
