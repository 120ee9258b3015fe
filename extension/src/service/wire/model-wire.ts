import type { ModelSummary, ModelVersionInfo, RunModels } from '@carry-ml/bridge';
import { fieldsOf, listOf, textOf, textOrNull, timeOrNull } from './fields.js';

/** Reads a registered model; null without a name. */
export function readModel(value: unknown): ModelSummary | null {
  const { name, latestVersion, description } = fieldsOf(value);
  if (textOf(name) === '') return null;
  return {
    name: textOf(name),
    latestVersion: textOrNull(latestVersion),
    description: textOf(description)
  };
}

/** Reads a version of a model. */
export function readVersion(value: unknown): ModelVersionInfo {
  const { name, version, description, createdAt, run, uri } = fieldsOf(value);
  return {
    name: textOf(name),
    version: textOf(version),
    description: textOf(description),
    createdAt: timeOrNull(createdAt),
    run: textOrNull(run),
    uri: textOf(uri)
  };
}

/** Reads the models of a job's run. */
export function readRunModels(value: unknown): RunModels {
  const { registered, hasModel, proposedName } = fieldsOf(value);
  return {
    registered: listOf(registered, item => {
      const { name, version } = fieldsOf(item);
      return { name: textOf(name), version: textOf(version) };
    }),
    hasModel: hasModel === true,
    proposedName: textOrNull(proposedName)
  };
}
