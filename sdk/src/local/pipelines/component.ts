import { fail } from '../../arm/errors.js';
import { parseAssetReference } from '../../arm/resource-id.js';
import type { VersionedStore } from '../store/versioned-store.js';

/** An input as a component declares it. */
export interface ComponentInput {
  type: string;
  default?: string | number | boolean | null;
  optional?: boolean | string;
}

/** What a command component runs and what it reads and writes. */
export interface CommandComponent {
  type: string;
  command: string;
  code?: string;
  environment: string;
  inputs?: Record<string, ComponentInput>;
  outputs?: Record<string, { type: string; mode?: string }>;
}

/** The component that a step names; a name without a version, or a label, means its newest version. */
export function findComponent(id: string, step: string, store: VersionedStore): CommandComponent {
  const reference = parseAssetReference(id, 'components');
  const version =
    reference?.version ?? (reference && store.container(reference.name)?.latestVersion);
  const found = reference && version ? store.version(reference.name, version) : undefined;
  if (!found)
    throw fail('UserError', {
      message: `The step '${step}' runs the component '${id}', which is not in this workspace. Create it first.`
    });
  const spec = found.properties.componentSpec as CommandComponent;
  if (spec.type !== 'command')
    throw fail('NotImplemented', {
      operation: `a pipeline step with a component of type ${spec.type} ('${step}')`
    });
  return { ...spec, code: spec.code && plainId(spec.code), environment: plainId(spec.environment) };
}

/** Clients write `azureml:` before a full id in a component; a job has the id alone. */
function plainId(id: string): string {
  return id.replace(/^azureml:(?=\/)/, '');
}
