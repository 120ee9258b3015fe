import { posix } from 'node:path';
import { fail } from '../errors.js';

/** MLflow's limits on lengths (characters) and counts. */
export const limits = {
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  experimentName: 500,
  experimentTagValue: 20_000,
  registryTagValue: 100_000,
  alias: 255,
  datasetName: 500,
  datasetDigest: 36,
  datasetSource: 65_535,
  datasetSchema: 1_048_575,
  datasetProfile: 16_777_215,
  inputTagKey: 255,
  inputTagValue: 500,
  evaluationDatasetName: 255,
  evaluationTagKey: 255,
  evaluationTagValue: 5000,
  scorerName: 256,
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entitiesPerBatch: 1000
} as const;

const allowed = /^[/\p{L}\p{N}_.\- :]*$/u;

/** Checks the key of a metric, parameter or tag. MLflow also uses keys as relative paths, so a key must be a normalized path. */
export function checkKey(key: string, path: string): void {
  if (!allowed.test(key)) throw fail('KeyCharactersInvalid', { field: path, value: key });
  const normal = posix.normalize(key);
  if (normal !== key || normal === '.' || normal.startsWith('..') || normal.startsWith('/'))
    throw fail('KeyNotNormalPath', { field: path, value: key, path: normal });
  checkLength(path, key, limits.key);
}

export function checkLength(path: string, value: string, limit: number): void {
  if (value.length > limit)
    throw fail('ValueTooLong', { field: path, limit, length: value.length });
}

/** Truncates a value that is too long. MLflow does so with parameters and run tags instead of rejecting them. */
export function truncateValue(value: string, limit: number): string {
  return value.length <= limit ? value : value.slice(0, limit);
}

export function checkRunId(runId: string): void {
  if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(runId)) throw fail('RunIdInvalid', { id: runId });
}

export function checkModelName(name: string, path = 'name'): void {
  if (name.trim() === '') throw fail('MlflowParameterMissing', { field: path });
  if (/[/:]/.test(name)) throw fail('RegisteredModelNameInvalid', { name });
  checkNameAsPath(name, path);
}

function checkNameAsPath(name: string, path: string): void {
  const normal = posix.normalize(name);
  if (normal !== name || normal === '.' || normal.startsWith('..'))
    throw fail('KeyNotNormalPath', { field: path, value: name, path: normal });
}

export function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) throw fail('ModelAliasInvalid', { alias });
  if (alias.toLowerCase() === 'latest' || /^v\d+$/i.test(alias))
    throw fail('ModelAliasReserved', { alias });
  checkLength('alias', alias, limits.alias);
}
