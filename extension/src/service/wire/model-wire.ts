import type {
  Looked,
  ModelDeployment,
  ModelSummary,
  ModelVersionDetail,
  ModelVersionInfo,
  RunModels
} from '@carry-ml/bridge';
import { readError } from './event-wire.js';
import { fieldsOf, listOf, textOf, textOrNull, timeOrNull } from './fields.js';
import { readArtifact, readMetric } from './job-wire.js';
import { readPredictionForm } from './prediction-wire.js';

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
  const fields = fieldsOf(value);
  const { name, version, type, description, createdAt, run, uri } = fields;
  return {
    name: textOf(name),
    version: textOf(version),
    type: textOf(type),
    description: textOf(description),
    tags: listOf(fields.tags, item => {
      const tag = fieldsOf(item);
      return { name: textOf(tag.name), value: textOf(tag.value) };
    }),
    aliases: listOf(fields.aliases, textOrNull),
    isArchived: fields.isArchived === true,
    createdAt: timeOrNull(createdAt),
    run: textOrNull(run),
    metrics: Array.isArray(fields.metrics) ? listOf(fields.metrics, readMetric) : null,
    uri: textOf(uri)
  };
}

/** Reads a version with what the detail view needs. */
export function readVersionDetail(value: unknown): ModelVersionDetail {
  const { runName, files, deployments, prediction, page } = fieldsOf(value);
  return {
    ...readVersion(value),
    runName: textOrNull(runName),
    files: readLooked(files, found => listOf(found, readArtifact)),
    prediction: readLooked(prediction, readPredictionForm),
    deployments: readLooked(deployments, found => listOf(found, readDeployment)),
    page: textOf(page)
  };
}

function readDeployment(value: unknown): ModelDeployment | null {
  const { version, endpoint, deployment, kind, traffic, page } = fieldsOf(value);
  if (textOf(endpoint) === '') return null;
  return {
    version: textOf(version),
    endpoint: textOf(endpoint),
    deployment: textOf(deployment),
    kind: kind === 'batch' ? 'batch' : 'online',
    ...(typeof traffic === 'number' && { traffic }),
    ...(typeof page === 'string' && { page })
  };
}

/** Reads a part of a response; one that is neither there nor explained counts as empty. */
function readLooked<T>(value: unknown, read: (found: unknown) => T): Looked<T> {
  const { found, error: reason } = fieldsOf(value);
  const error = readError(reason);
  return error ? { found: null, error } : { found: read(found), error: null };
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
