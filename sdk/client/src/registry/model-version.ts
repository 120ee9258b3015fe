import type { ModelVersion as ModelProperties, Resource } from '../arm/index.js';
import { parseRunPath } from './model-uri.js';

/** A name that versions are registered under. */
export interface Model {
  name: string;
  latestVersion?: string;
  description?: string;
  tags: Record<string, string>;
}

/** One registered version. */
export interface ModelVersion {
  name: string;
  version: string;
  id: string;
  type: 'custom_model' | 'mlflow_model' | 'triton_model';
  /** The URI of its files. */
  uri: string;
  /** Name of the job that created it, which is the id of its run. */
  run?: string;
  description?: string;
  tags: Record<string, string>;
  /** True if it is hidden from lists; it can still be used. */
  isArchived: boolean;
  createdAt?: Date;
}

/** Reads the resource of a version. */
export function toModelVersion(name: string, resource: Resource<ModelProperties>): ModelVersion {
  const { modelType, modelUri, jobName, description, tags, isArchived } = resource.properties;
  const run = jobName ?? parseRunPath(modelUri)?.run;
  const createdAt = resource.systemData?.createdAt;
  return {
    name,
    version: resource.name,
    id: resource.id,
    type: modelType ?? 'custom_model',
    uri: modelUri,
    run,
    description: description ?? undefined,
    tags: tags ?? {},
    isArchived: isArchived ?? false,
    createdAt: createdAt === undefined ? undefined : new Date(createdAt)
  };
}
