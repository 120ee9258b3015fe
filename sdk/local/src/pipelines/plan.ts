import {
  folderUri,
  type JobBase,
  type JobInput,
  type JobOutput,
  outputFolder,
  type PipelineJob
} from 'carry-ml/arm';
import { isDataType } from '../schemas/job-schema.js';
import { bindingOf, fillBindings } from './bindings.js';
import { fillSettings } from './bound-settings.js';
import type { ComponentInput } from './component.js';
import { fail } from './errors.js';
import { stepJob, type PlannedStep } from './step-job.js';
import { givenText, variedBy } from './step.js';

/** The job of each step, with every binding resolved: an output of another step becomes the URI to which it will be written. */
export function planSteps(
  pipeline: { name: string; properties: PipelineJob },
  steps: readonly PlannedStep[]
): JobBase[] {
  const outputs = new Map(steps.map(step => [step.name, outputsOf(step, pipeline)]));
  const given = pipeline.properties.inputs ?? {};

  const fromStep = (step: string, output: string, where: string): JobInput => {
    const written = outputs.get(step)?.[output];
    if (!written)
      throw fail('BindingOutputUnknown', {
        where,
        step,
        output,
        outputs: Object.keys(outputs.get(step) ?? {})
      });
    const job = steps.find(s => s.name === step)?.job ?? '';
    return {
      jobInputType: written.jobOutputType,
      uri: written.uri ?? `azureml://jobs/${job}/outputs/${output}`
    };
  };
  const unknownInput = (name: string, where: string) =>
    fail('BindingInputMissing', { where, input: name, inputs: Object.keys(given) });

  const fill = (text: string, where: string) =>
    fillBindings(text, where, binding => {
      const source = binding.kind === 'input' ? given[binding.name] : undefined;
      if (binding.kind === 'input' && !source) throw unknownInput(binding.name, where);
      if (source?.jobInputType === 'literal') return source.value ?? '';
      throw fail('BindingMixesTextAndData', { where });
    });

  const inputOf = (step: PlannedStep, name: string, declared: ComponentInput) => {
    const where = `The input '${name}' of the step '${step.name}'`;
    const bound = step.inputs[name];
    if (!bound) return fallback(declared, where);
    const text = givenText(bound);
    const whole = bindingOf(text, where);
    const mode = bound.mode === undefined ? {} : { mode: bound.mode };
    if (whole?.kind === 'step') return { ...fromStep(whole.step, whole.output, where), ...mode };
    if (whole?.kind === 'input') {
      const source = given[whole.name];
      // Clients leave out a pipeline's input that is optional and was not given.
      if (!source && isOptional(declared)) return fallback(declared, where);
      if (!source) throw unknownInput(whole.name, where);
      return { ...source, ...mode };
    }
    const field = bound.jobInputType === 'literal' ? 'value' : 'uri';
    return { ...bound, [field]: fill(text, where) };
  };

  return steps.map(step => {
    const declared = step.component.inputs ?? {};
    refuseUnknown(step, 'input', Object.keys(step.inputs), Object.keys(declared));
    const varied = variedBy(step);
    const inputs = Object.entries(declared)
      .filter(([name]) => !varied.includes(name))
      .map(([name, input]): [string, JobInput | undefined] => [name, inputOf(step, name, input)]);
    return stepJob(fillSettings(step, fill), pipeline, {
      inputs: Object.fromEntries(inputs.filter(hasValue)),
      outputs: outputs.get(step.name) ?? {}
    });
  });
}

function hasValue(entry: [string, JobInput | undefined]): entry is [string, JobInput] {
  return entry[1] !== undefined;
}

function isOptional(declared: ComponentInput): boolean {
  return (
    String(declared.optional) === 'true' ||
    (declared.default !== undefined && declared.default !== null)
  );
}

function fallback(declared: ComponentInput, where: string): JobInput | undefined {
  if (declared.default !== undefined && declared.default !== null)
    return { jobInputType: 'literal', value: String(declared.default) };
  if (isOptional(declared)) return undefined;
  throw fail('StepInputMissing', { where });
}

function outputsOf(
  step: PlannedStep,
  pipeline: { name: string; properties: PipelineJob }
): Record<string, JobOutput> {
  const declared = step.component.outputs ?? {};
  refuseUnknown(step, 'output', Object.keys(step.outputs), Object.keys(declared));
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type }]) => {
      if (!isDataType(type))
        throw fail('StepOutputTypeNotServed', { step: step.name, output: name, type });
      const { target, mode, assetName, assetVersion } = step.outputs[name] ?? {};
      const uri =
        target && targetOf(target, `The output '${name}' of the step '${step.name}'`, pipeline);
      return [
        name,
        {
          jobOutputType: type,
          uri: uri || undefined,
          mode: mode || undefined,
          assetName: assetName || undefined,
          assetVersion: assetVersion || undefined
        }
      ];
    })
  );
}

/** The URI of a step's output: an output of the pipeline is written by its step directly to its final location. */
function targetOf(
  target: string,
  where: string,
  { name, properties }: { name: string; properties: PipelineJob }
): string {
  const bound = bindingOf(target, where);
  if (!bound) return target;
  const output = bound.kind === 'output' ? properties.outputs?.[bound.name] : undefined;
  if (bound.kind !== 'output' || !output)
    throw fail('BindingTargetUnknown', {
      where,
      target,
      outputs: Object.keys(properties.outputs ?? {})
    });
  return output.uri ?? folderUri(outputFolder(name, bound.name));
}

function refuseUnknown(
  step: PlannedStep,
  noun: 'input' | 'output',
  given: string[],
  declared: string[]
): void {
  const unknown = given.find(name => !declared.includes(name));
  if (unknown !== undefined)
    throw fail('StepPortUnknown', { step: step.name, noun, port: unknown, ports: declared });
}
