import { parseAssetReference } from 'carry-ml/arm';
import type { FindAsset } from '../store/asset-finder.js';
import { fail } from './errors.js';

/** An input as a component declares it. */
export interface ComponentInput {
  type: string;
  default?: string | number | boolean | null;
  optional?: boolean | string;
  /** The values that a literal may have. */
  enum?: (string | number | boolean)[] | null;
  /** The least and the greatest value of a number; clients write them as texts too. */
  min?: string | number | null;
  max?: string | number | null;
  /** How the component gets its data, unless the step says otherwise. */
  mode?: string | null;
}

interface ComponentBase {
  inputs?: Record<string, ComponentInput>;
  outputs?: Record<string, { type: string; mode?: string }>;
  /** False when the same inputs may give different outputs. */
  is_deterministic?: boolean | string;
}

/** A component that runs a command. */
export interface CommandComponent extends ComponentBase {
  type: 'command';
  command: string;
  code?: string;
  environment: string;
  distribution?: Record<string, unknown> | null;
  resources?: Record<string, unknown> | null;
}

/** A component that runs an entry script over the mini-batches of one input. */
export interface ParallelComponent extends ComponentBase {
  type: 'parallel';
  task: {
    /** `run_function`, which may be left out. */
    type?: string | null;
    code?: string;
    entry_script: string;
    program_arguments?: string;
    /** The output that collects the results: `${{outputs.x}}`. */
    append_row_to?: string;
    environment: string;
  };
  /** The input that is split: `${{inputs.x}}`. */
  input_data?: string;
  environment_variables?: Record<string, string>;
  /** Of the components that run batch deployments: the input that is the model, and the name of the file with the results. */
  model_name?: string;
  output_file_name?: string;
}

/** A component that is a pipeline, used as a step of another one. */
export interface PipelineComponent extends ComponentBase {
  type: 'pipeline';
  jobs: Record<string, Record<string, unknown>>;
  settings?: Record<string, unknown>;
}

/** The ports of a task of AutoML, which is not stored as a component. */
export interface AutoMLComponent extends ComponentBase {
  type: 'automl';
}

/** A component that a step can run. */
export type Component = AutoMLComponent | CommandComponent | ParallelComponent | PipelineComponent;

/** The component that a step names; a name without a version, or with a label, means its newest version. */
export function findComponent(id: string, step: string, findAsset: FindAsset): Component {
  const found = findAsset(id, 'components');
  if (!found) throw unknown(id, step);
  const spec = found.properties.componentSpec as { type: string };
  if (isPipeline(spec)) return spec;
  if (isCommand(spec))
    return {
      ...spec,
      code: spec.code && plainId(spec.code),
      environment: plainId(spec.environment)
    };
  if (isParallel(spec)) return parallel(spec, step);
  throw fail('StepComponentTypeNotServed', { step, type: spec.type });
}

function unknown(id: string, step: string): Error {
  const { registry, name = id } = parseAssetReference(id, 'components') ?? {};
  return registry === undefined
    ? fail('StepComponentUnknown', { step, id })
    : fail('StepComponentNotInRegistry', { step, name, registry });
}

function isPipeline(spec: { type: string }): spec is PipelineComponent {
  return spec.type === 'pipeline';
}

function isCommand(spec: { type: string }): spec is CommandComponent {
  return spec.type === 'command';
}

function isParallel(spec: { type: string }): spec is ParallelComponent {
  return spec.type === 'parallel';
}

/** Azure ML runs no other tasks in parallel steps, although its clients know the type `model`. */
const SERVED_TASKS = ['run_function', 'function'];

function parallel(spec: ParallelComponent, step: string): ParallelComponent {
  const {
    type,
    code,
    entry_script: script,
    environment
  } = (spec.task as ParallelComponent['task'] | undefined) ?? {};
  if (type && !SERVED_TASKS.includes(type)) throw fail('ParallelTaskNotServed', { step, type });
  if (!script || !environment) throw fail('ParallelTaskIncomplete', { step });
  return {
    ...spec,
    task: { ...spec.task, code: code && plainId(code), environment: plainId(environment) }
  };
}

/**
 * Clients write `azureml:` before a full id in a component, both of the workspace and of a registry (`azureml:azureml://registries/…`); a job
 * has the plain id. The scheme of an id of a registry belongs to it.
 */
function plainId(id: string): string {
  return id.replace(/^azureml:(?=\/(?!\/)|azureml:)/, '');
}
