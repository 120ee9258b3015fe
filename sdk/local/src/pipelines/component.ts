import type { FindAsset } from '../store/asset-finder.js';
import { fail } from './errors.js';

/** An input as a component declares it. */
export interface ComponentInput {
  type: string;
  default?: string | number | boolean | null;
  optional?: boolean | string;
}

interface ComponentBase {
  inputs?: Record<string, ComponentInput>;
  outputs?: Record<string, { type: string; mode?: string }>;
  /** False when the same inputs may give another output. */
  is_deterministic?: boolean | string;
}

/** What a command component runs and what it reads and writes. */
export interface CommandComponent extends ComponentBase {
  type: 'command';
  command: string;
  code?: string;
  environment: string;
}

/** A pipeline to be used as a step of another one. */
export interface PipelineComponent extends ComponentBase {
  type: 'pipeline';
  jobs: Record<string, Record<string, unknown>>;
  settings?: Record<string, unknown>;
}

/** What a step can run. */
export type Component = CommandComponent | PipelineComponent;

/** The component that a step names; a name without a version, or a label, means its newest version. */
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

/** Clients write `azureml:` before a full id in a component, be it of the workspace or of a registry; a job has the id alone. */
function plainId(id: string): string {
  return id.replace(/^azureml:(?=\/|azureml:)/, '');
}
