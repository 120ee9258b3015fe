import {
  folderUri,
  type JobBase,
  type JobInput,
  type JobOutput,
  outputFolder,
  type PipelineJob
} from 'carry-ml/arm';
import { filledUri } from '../jobs/output-template.js';
import { isDataType } from '../schemas/job-schema.js';
import { bindingOf, fillBindings } from './bindings.js';
import { fillSettings, type Fill } from './bound-settings.js';
import type { ComponentInput } from './component.js';
import { fail } from './errors.js';
import { stepJob, type PlannedStep } from './step-job.js';
import { givenText, variedBy } from './step.js';

interface Pipeline {
  name: string;
  properties: PipelineJob;
}

/** The outputs of each step, by the name of the step. */
type StepOutputs = ReadonlyMap<string, Record<string, JobOutput>>;

/** The job of each step, with every binding resolved: an output of another step becomes the URI to which it will be written. */
export function planSteps(pipeline: Pipeline, steps: readonly PlannedStep[]): JobBase[] {
  const outputs: StepOutputs = new Map(steps.map(step => [step.name, outputsOf(step, pipeline)]));
  const sources: Sources = { given: pipeline.properties.inputs ?? {}, steps, outputs };
  const fill: Fill = (text, where) => fillText(text, where, sources);
  return steps.map(step => {
    const declared = step.component.inputs ?? {};
    refuseUnknown(step, 'input', Object.keys(step.inputs), Object.keys(declared));
    const varied = variedBy(step);
    const inputs = Object.entries(declared)
      .filter(([name]) => !varied.includes(name))
      .map(([name, input]): [string, JobInput | undefined] => [
        name,
        inputOf(step, name, input, sources)
      ]);
    return stepJob(fillSettings(step, fill), pipeline, {
      inputs: Object.fromEntries(inputs.filter(hasValue)),
      outputs: outputs.get(step.name) ?? {}
    });
  });
}

/** The targets that a binding can have: the inputs of the pipeline and the outputs of its steps. */
interface Sources {
  given: NonNullable<PipelineJob['inputs']>;
  steps: readonly PlannedStep[];
  outputs: StepOutputs;
}

/** The input of a step: its default, a literal or URI, or the source that it is bound to. */
function inputOf(
  step: PlannedStep,
  name: string,
  declared: ComponentInput,
  sources: Sources
): JobInput | undefined {
  const where = `The input '${name}' of the step '${step.name}'`;
  const bound = step.inputs[name];
  if (!bound) return fallback(declared, where);
  const text = givenText(bound);
  const whole = bindingOf(text, where);
  const mode = bound.mode ?? declared.mode;
  if (whole?.kind === 'step')
    return withMode(stepOutput(whole.step, whole.output, where, sources), mode);
  if (whole?.kind === 'input') {
    const source = sources.given[whole.name];
    // Clients leave out a pipeline's input that is optional and was not given.
    if (!source && isOptional(declared)) return fallback(declared, where);
    if (!source) throw inputMissing(whole.name, where, sources);
    return withMode(source, mode);
  }
  const field = bound.jobInputType === 'literal' ? 'value' : 'uri';
  return withMode({ ...bound, [field]: fillText(text, where, sources) }, mode);
}

/** The input with a mode, which only data has. */
function withMode(input: JobInput, mode: string | null | undefined): JobInput {
  return mode && input.jobInputType !== 'literal' ? { ...input, mode } : input;
}

/** An output of another step, as an input. */
function stepOutput(
  step: string,
  output: string,
  where: string,
  { steps, outputs }: Sources
): JobInput {
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
}

/** Replaces the bindings in a text by the literals that they refer to. */
function fillText(text: string, where: string, sources: Sources): string {
  return fillBindings(text, where, binding => {
    const source = binding.kind === 'input' ? sources.given[binding.name] : undefined;
    if (binding.kind === 'input' && !source) throw inputMissing(binding.name, where, sources);
    if (source?.jobInputType === 'literal') return source.value ?? '';
    throw fail('BindingMixesTextAndData', { where });
  });
}

function inputMissing(name: string, where: string, { given }: Sources) {
  return fail('BindingInputMissing', { where, input: name, inputs: Object.keys(given) });
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

function outputsOf(step: PlannedStep, pipeline: Pipeline): Record<string, JobOutput> {
  const declared = step.component.outputs ?? {};
  refuseUnknown(step, 'output', Object.keys(step.outputs), Object.keys(declared));
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type }]) => {
      if (!isDataType(type))
        throw fail('StepOutputTypeNotServed', { step: step.name, output: name, type });
      const { target, mode, assetName, assetVersion } = step.outputs[name] ?? {};
      const where = `The output '${name}' of the step '${step.name}'`;
      const datastore = defaultDatastore(pipeline.properties);
      const place = { job: step.job, output: name, parent: pipeline.name, datastore };
      const uri = target && targetOf(filledUri(target, place), where, pipeline);
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

/** The name of the datastore that the settings of a pipeline name, by name or id. */
function defaultDatastore({ settings }: PipelineJob): string | undefined {
  const named = settings?.default_datastore ?? settings?.defaultDatastore;
  return typeof named === 'string' ? named.split(/[/:]/).at(-1) : undefined;
}

/** The URI of a step's output: an output of the pipeline is written by its step directly to its final location. */
function targetOf(target: string, where: string, { name, properties }: Pipeline): string {
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
