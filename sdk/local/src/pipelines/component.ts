import type { FindAsset } from '../store/asset-finder.js';
import { fail } from './errors.js';

/** An input as a component declares it. */
export interface ComponentInput {
  type: string;
  default?: string | number | boolean | null;
  optional?: boolean | string;
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
}

/** A component that is a pipeline, used as a step of another one. */
export interface PipelineComponent extends ComponentBase {
  type: 'pipeline';
  jobs: Record<string, Record<string, unknown>>;
  settings?: Record<string, unknown>;
}

/** A component that a step can run. */
export type Component = CommandComponent | PipelineComponent;

/** The component that a step names; a name without a version, or with a label, means its newest version. */
export function findComponent(id: string, step: string, findAsset: FindAsset): Component {
  const found = findAsset(id, 'components');
  if (!found) throw fail('StepComponentUnknown', { step, id });
  const spec = found.properties.componentSpec as { type: string };
  if (isPipeline(spec)) return spec;
  if (isCommand(spec))
    return {
      ...spec,
      code: spec.code && plainId(spec.code),
      environment: plainId(spec.environment)
    };
  throw fail('StepComponentTypeNotServed', { step, type: spec.type });
}

function isPipeline(spec: { type: string }): spec is PipelineComponent {
  return spec.type === 'pipeline';
}

function isCommand(spec: { type: string }): spec is CommandComponent {
  return spec.type === 'command';
}

/** Clients write `azureml:` before a full id in a component, both of the workspace and of a registry; a job has the plain id. */
function plainId(id: string): string {
  return id.replace(/^azureml:(?=\/|azureml:)/, '');
}
