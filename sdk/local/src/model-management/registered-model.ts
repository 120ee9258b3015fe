import type { RunStore } from '../mlflow/runs/runs.js';
import type { ModelStore, ModelVersionRecord } from '../store/model-store.js';

/** The properties under which a model's framework is stored. */
export const frameworkProperties = {
  framework: 'azureml.modelFramework',
  frameworkVersion: 'azureml.modelFrameworkVersion'
} as const;

/** The id of a version in model management: `{name}:{version}`. */
export const modelId = ({ name, version }: Pick<ModelVersionRecord, 'name' | 'version'>) =>
  `${name}:${version}`;

/** Returns the model of an id. Versions that are no numbers exist only for newer clients. */
export function findModel(models: ModelStore, id: string): ModelVersionRecord | undefined {
  const [, name = '', version = ''] = /^(.+):(\d+)$/.exec(id) ?? [];
  return models.getVersion(name, version);
}

/** A version as azureml-core reads it. */
export function wireModel(model: ModelVersionRecord, runs: RunStore) {
  const run = model.runId === undefined ? undefined : runs.find(model.runId);
  const experiment = run && runs.experiments.find(run.experimentId);
  const { framework, frameworkVersion } = frameworkProperties;
  const own: string[] = [framework, frameworkVersion];
  return {
    id: modelId(model),
    name: model.name,
    version: Number(model.version),
    framework: model.properties[framework] ?? 'Custom',
    frameworkVersion: model.properties[frameworkVersion] ?? null,
    url: `aml://asset/${modelId(model)}`,
    mimeType: 'application/json',
    description: model.description ?? null,
    unpack: false,
    runId: model.runId ?? null,
    experimentName: experiment?.name ?? null,
    kvTags: model.tags,
    properties: Object.fromEntries(
      Object.entries(model.properties).filter(([key]) => !own.includes(key))
    ),
    datasets: [],
    createdTime: new Date(model.createdAt).toISOString(),
    modifiedTime: new Date(model.updatedAt).toISOString(),
    createdBy: { userName: model.userId }
  };
}
