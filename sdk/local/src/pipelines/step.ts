import type { JobInput } from 'carry-ml/arm';
import { fail } from './errors.js';

/** One step of a pipeline as it was submitted. */
export interface Step {
  name: string;
  /** Set if the step runs its component as the trial of a sweep: the fields of that sweep. */
  sweep?: Fields;
  /** Set if the step runs a parallel component: the settings that it has besides those of the component. */
  parallel?: Fields;
  /** Set if the step copies, imports or exports data: its fields. */
  transfer?: Fields;
  /** Set if the step is a task of AutoML, which has no component. */
  automl?: Fields;
  componentId: string;
  inputs: Record<string, JobInput>;
  /** The target of each output: a URI, or a binding to an output of the pipeline. */
  outputs: Record<string, StepOutput>;
  computeId?: string;
  displayName?: string;
  tags?: Record<string, string>;
  environmentVariables: Record<string, string>;
  /** How many processes run the command on how many nodes, as submitted. */
  distribution: Fields;
  resources: Fields;
  /** ISO 8601 duration. */
  timeout?: string;
}

/** An output of a step as it was submitted. */
export interface StepOutput {
  target?: string;
  mode?: string;
  /** The asset under which it is registered. */
  assetName?: string;
  assetVersion?: string;
}

/** A part of a pipeline's body for which the contract defines no schema. */
export type Fields = Record<string, unknown>;

/**
 * Reads the steps of a pipeline's body. The contract defines no schema for them, and Azure's clients write most of their fields in snake
 * case although the job around them is in camel case; both are accepted.
 */
export function readSteps(jobs: Record<string, Fields> | undefined | null): Step[] {
  return Object.entries(jobs ?? {}).map(([name, fields]) => readStep(name, fields));
}

/** The text of an input: a value, a URI, or a text with bindings in it. */
export function givenText({ jobInputType, value, uri }: JobInput): string {
  return (jobInputType === 'literal' ? value : uri) ?? '';
}

/** The inputs of a step that its sweep varies from trial to trial. */
export function variedBy({ sweep }: Step): string[] {
  return sweep ? Object.keys(child(sweep, 'search_space', 'searchSpace')) : [];
}

const types = ['automl', 'command', 'data_transfer', 'parallel', 'pipeline', 'sweep'];

function readStep(name: string, fields: Fields): Step {
  const type = (text(fields, 'type', 'jobType') ?? 'command').toLowerCase();
  if (!types.includes(type)) throw fail('StepTypeNotServed', { step: name, type });
  const runs = type === 'sweep' ? child(fields, 'trial') : fields;
  const componentId = text(runs, 'componentId', 'component_id');
  if (!componentId && type !== 'automl') throw fail('StepComponentMissing', { step: name });
  const limits = child(fields, 'limits');
  return {
    name,
    sweep: type === 'sweep' ? fields : undefined,
    parallel: type === 'parallel' ? fields : undefined,
    transfer: type === 'data_transfer' ? fields : undefined,
    automl: type === 'automl' ? fields : undefined,
    componentId: componentId ?? '',
    inputs: type === 'automl' ? readTables(fields) : readInputs(fields),
    outputs: Object.fromEntries(
      Object.entries(child(fields, 'outputs')).map(([key, value]) => [key, readOutput(value)])
    ),
    computeId: text(fields, 'computeId', 'compute_id'),
    displayName: text(fields, 'display_name', 'displayName'),
    tags: texts(child(fields, 'tags')),
    environmentVariables: texts(child(fields, 'environment_variables', 'environmentVariables')),
    distribution: child(fields, 'distribution'),
    resources: child(fields, 'resources'),
    timeout: text(limits, 'timeout')
  };
}

function readInputs(fields: Fields): Record<string, JobInput> {
  return Object.fromEntries(
    Object.entries(child(fields, 'inputs')).map(([key, value]) => [key, readInput(value)])
  );
}

/** The data of an AutoML step stands among its settings: a binding, the id of an asset, or fields. */
function readTables(fields: Fields): Record<string, JobInput> {
  const tables = ['training_data', 'validation_data', 'test_data'];
  return Object.fromEntries(
    tables.flatMap((name): [string, JobInput][] => {
      const given = fields[name];
      if (given === undefined || given === null) return [];
      const data = typeof given === 'object' ? (given as Fields) : { uri: given };
      return [[name, readInput({ ...data, job_input_type: 'mltable' })]];
    })
  );
}

function readInput(value: unknown): JobInput {
  if (typeof value !== 'object' || value === null)
    return { jobInputType: 'literal', value: String(value) };
  const fields = value as Fields;
  const type = text(fields, 'job_input_type', 'jobInputType') ?? 'literal';
  const mode = text(fields, 'mode');
  const given =
    type === 'literal'
      ? { value: text(fields, 'value') ?? '' }
      : { uri: text(fields, 'uri', 'path') ?? '' };
  return {
    jobInputType: type as JobInput['jobInputType'],
    ...given,
    ...(mode === undefined ? {} : { mode })
  };
}

function readOutput(value: unknown): StepOutput {
  if (typeof value === 'string') return { target: value };
  if (typeof value !== 'object' || value === null) return {};
  const fields = value as Fields;
  return {
    target: text(fields, 'value', 'uri', 'path'),
    mode: text(fields, 'mode'),
    assetName: text(fields, 'name', 'asset_name', 'assetName'),
    assetVersion: text(fields, 'version', 'asset_version', 'assetVersion')
  };
}

/** The first of these fields that has a plain value, as text. */
export function text(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

/** The first of these fields that has fields of its own. */
export function child(fields: Fields, ...names: string[]): Fields {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'object' && value !== null) return value as Fields;
  }
  return {};
}

function texts(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.keys(fields).flatMap(key => {
      const value = text(fields, key);
      return value === undefined ? [] : [[key, value]];
    })
  );
}
