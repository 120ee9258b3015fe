import {
  folderUri,
  type JobBase,
  type JobInput,
  type JobOutput,
  outputFolder,
  type PipelineJob
} from 'carry-ml/arm';
import { deliveryMode } from '../jobs/delivery-mode.js';
import { filledUri, locatedUri, type OutputPlace } from '../jobs/output-template.js';
import { isDataType, isValueType } from '../schemas/job-schema.js';
import { bindingOf, fillBindings } from './bindings.js';
import { fillSettings, type Fill } from './bound-settings.js';
import type { ComponentInput } from './component.js';
import { fail } from './errors.js';
import { checkValue } from './input-value.js';
import { defaultDatastore } from './settings.js';
import { isUnread } from './written-values.js';
import { stepJob, type PlannedStep } from './step-job.js';
import { givenText, variedBy } from './step.js';

/** What a folder is called in the files of Azure's first components. */
const FORMER_FOLDER_TYPE = 'path';

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
        checkedInput(step, name, input, sources)
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

/** The input of a step, whose value is one that its component allows. */
function checkedInput(
  step: PlannedStep,
  name: string,
  declared: ComponentInput,
  sources: Sources
): JobInput | undefined {
  const input = inputOf(step, name, declared, sources);
  checkValue(input, declared, `The input '${name}' of the step '${step.name}'`);
  return input;
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
    return withMode(stepOutput(whole, declared.type, where, sources), mode);
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
function withMode(input: JobInput, given: string | null | undefined): JobInput {
  const mode = deliveryMode(given);
  return mode && input.jobInputType !== 'literal' ? { ...input, mode } : input;
}

/** An output of another step, as an input. The value that a step writes is read when this one starts, and has a URI until then. */
function stepOutput(
  { step, output }: { step: string; output: string },
  wanted: string,
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
  const from = steps.find(s => s.name === step);
  return {
    jobInputType: isValueType(wanted) && isValue(from, output) ? 'literal' : written.jobOutputType,
    uri: written.uri ?? `azureml://jobs/${from?.job ?? ''}/outputs/${output}`
  };
}

function isValue(step: PlannedStep | undefined, output: string): boolean {
  return isValueType(step?.component.outputs?.[output]?.type ?? '');
}

/** Replaces the bindings in a text by the literals that they refer to. */
function fillText(text: string, where: string, sources: Sources): string {
  return fillBindings(text, where, binding => {
    const source = binding.kind === 'input' ? sources.given[binding.name] : undefined;
    if (binding.kind === 'input' && !source) throw inputMissing(binding.name, where, sources);
    if (source?.jobInputType === 'literal' && !isUnread(source)) return source.value ?? '';
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

/** The type of the data in which an output is stored. */
function storedType(declared: string): string {
  if (isValueType(declared)) return 'uri_file';
  return declared === FORMER_FOLDER_TYPE ? 'uri_folder' : declared;
}

function outputsOf(step: PlannedStep, pipeline: Pipeline): Record<string, JobOutput> {
  const declared = step.component.outputs ?? {};
  const datastore = defaultDatastore(pipeline.properties);
  refuseUnknown(step, 'output', Object.keys(step.outputs), Object.keys(declared));
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type: declaredType, mode: ofComponent }]) => {
      const type = storedType(declaredType);
      if (!isDataType(type))
        throw fail('StepOutputTypeNotServed', { step: step.name, output: name, type });
      const { target, mode, assetName, assetVersion } = step.outputs[name] ?? {};
      const where = `The output '${name}' of the step '${step.name}'`;
      const place = { job: step.job, output: name, parent: pipeline.name, datastore };
      const uri = target
        ? targetOf(filledUri(target, place), where, pipeline)
        : defaultUri(step, place);
      return [
        name,
        {
          jobOutputType: type,
          uri,
          mode: deliveryMode(mode || ofComponent),
          assetName: assetName || undefined,
          assetVersion: assetVersion || undefined
        }
      ];
    })
  );
}

/** The URI of an output without a target. An inner pipeline finds that of its own, since its settings may name another datastore. */
function defaultUri({ component }: PlannedStep, place: OutputPlace): string | undefined {
  return component.type === 'pipeline' ? undefined : locatedUri(undefined, place);
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
