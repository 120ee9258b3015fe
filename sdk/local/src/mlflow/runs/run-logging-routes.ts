import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import type { DatasetInput } from '../experiments/datasets.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { parseJsonList, toPythonJson } from '../wire/json-list.js';
import {
  double,
  int64,
  list,
  nested,
  required,
  string,
  withDefault,
  type Message
} from '../wire/message.js';
import { checkKey, checkLength, checkRunId, limits, truncateValue } from '../wire/names.js';
import { runIdFields, runIdOf } from '../wire/run-id.js';
import { tagList, tagRecord } from '../wire/tags.js';
import type { RunStore } from './runs.js';

const metricFields = {
  key: required(string),
  value: required(double),
  timestamp: required(int64),
  step: withDefault(int64, 0),
  dataset_name: string,
  dataset_digest: string,
  model_id: string
};
const metricList = list(required(nested(metricFields)));
const paramFields = { key: required(string), value: withDefault(string, '') };
const paramList = list(required(nested(paramFields)));
const modelInput = { model_id: required(string) };
const modelOutput = { model_id: required(string), step: withDefault(int64, 0) };
const datasetFields = {
  name: required(string),
  digest: required(string),
  source_type: required(string),
  source: required(string),
  schema: string,
  profile: string
};
const datasetInput = { tags: tagList, dataset: required(nested(datasetFields)) };
const run = { run_id: required(string) };

/** The endpoints that log to a run: metrics, parameters, data sets and models. */
export function runLoggingEndpoints(deps: MlflowDeps): Endpoint[] {
  return [...valueEndpoints(deps), ...datasetAndModelEndpoints(deps)];
}

/** Log metrics, parameters and tags. */
function valueEndpoints({ runs, logged, transaction }: MlflowDeps): Endpoint[] {
  const logMetrics = (id: string, metrics: Message<typeof metricFields>[]) => {
    const { experimentId } = runs.logMetrics(id, metrics);
    logged.logMetrics(
      id,
      experimentId,
      metrics.flatMap(metric => (metric.model_id ? [{ ...metric, modelId: metric.model_id }] : []))
    );
  };
  return [
    endpoint('POST', '/runs/log-metric', { ...runIdFields, ...metricFields }, input => {
      checkKey(input.key, 'name');
      checkTime(input.timestamp, 'timestamp');
      transaction(() => {
        logMetrics(runIdOf(input), [input]);
      });
    }),
    endpoint('POST', '/runs/log-parameter', { ...runIdFields, ...paramFields }, input => {
      checkKey(input.key, 'key');
      runs.logParams(runIdOf(input), {
        [input.key]: truncateValue(input.value, limits.paramValue)
      });
    }),
    endpoint(
      'POST',
      '/runs/log-batch',
      { ...run, metrics: metricList, params: paramList, tags: tagList },
      input => {
        checkRunId(input.run_id);
        checkBatch(input);
        const params = tagRecord(input.params.map(p => truncatePair(p, limits.paramValue)));
        const tags = tagRecord(input.tags.map(t => truncatePair(t, limits.tagValue)));
        transaction(() => {
          if (input.params.length) runs.logParams(input.run_id, params);
          logMetrics(input.run_id, input.metrics);
          if (input.tags.length) runs.setTags(input.run_id, tags);
        });
      }
    )
  ];
}

function checkDatasetInput({ dataset, tags }: Message<typeof datasetInput>): void {
  checkLength('name', dataset.name, limits.datasetName);
  checkLength('digest', dataset.digest, limits.datasetDigest);
  checkLength('source', dataset.source, limits.datasetSource);
  checkLength('schema', dataset.schema ?? '', limits.datasetSchema);
  checkLength('profile', dataset.profile ?? '', limits.datasetProfile);
  for (const { key, value } of tags) {
    checkLength('key', key, limits.inputTagKey);
    checkLength('value', value, limits.inputTagValue);
  }
}

/** Log the data sets and models that a run read, and the models that it created. */
function datasetAndModelEndpoints({ runs, transaction }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/runs/log-inputs',
      {
        ...run,
        datasets: list(required(nested(datasetInput))),
        models: list(required(nested(modelInput)))
      },
      input => {
        checkRunId(input.run_id);
        input.datasets.forEach(checkDatasetInput);
        transaction(() => {
          const { experimentId } = runs.getActive(input.run_id);
          runs.datasets.log(input.run_id, experimentId, input.datasets.map(toDatasetInput));
          const inputs = input.models.map(model => ({ modelId: model.model_id, step: 0 }));
          runs.models.log(input.run_id, 'input', inputs);
        });
      }
    ),
    endpoint(
      'POST',
      '/runs/outputs',
      { ...run, models: list(required(nested(modelOutput))) },
      input => {
        runs.getActive(input.run_id);
        const outputs = input.models.map(model => ({ modelId: model.model_id, step: model.step }));
        runs.models.log(input.run_id, 'output', outputs);
      }
    ),
    endpoint('POST', '/runs/log-model', { ...run, model_json: required(string) }, input => {
      transaction(() => {
        appendModel(runs, input.run_id, input.model_json);
      });
    })
  ];
}

/** MLflow 2 stores the models of a run as a JSON list in this tag. */
const modelHistoryTag = 'mlflow.log-model.history';
const modelKeys = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'] as const;

function appendModel(runs: RunStore, runId: string, json: string): void {
  const model = parseObject(json);
  const missing = modelKeys.filter(key => !(key in model));
  if (missing.length) throw fail('ModelJsonIncomplete', { missing });
  const known = [...modelKeys, 'model_uuid', 'metadata', 'model_size_bytes', 'mlflow_version'];
  const stored = Object.fromEntries(Object.entries(model).filter(([key]) => known.includes(key)));
  const before = parseJsonList(runs.tags(runId)[modelHistoryTag]);
  runs.setTags(runId, {
    [modelHistoryTag]: toPythonJson([...before, { model_uuid: null, ...stored }])
  });
}

function parseObject(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw fail('ModelJsonUnreadable', { json });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail('ModelJsonNotObject', { json });
  return value as Record<string, unknown>;
}

const truncatePair = (pair: { key: string; value: string }, limit: number) => ({
  key: pair.key,
  value: truncateValue(pair.value, limit)
});

function toDatasetInput({ dataset, tags }: Message<typeof datasetInput>): DatasetInput {
  return { dataset: { ...dataset, sourceType: dataset.source_type }, tags: tagRecord(tags) };
}

function checkTime(timestamp: number, path: string): void {
  if (timestamp < 0) throw fail('TimestampNegative', { field: path, value: timestamp });
}

function checkBatch(batch: {
  metrics: { key: string; timestamp: number }[];
  params: { key: string }[];
  tags: { key: string }[];
}): void {
  const { metrics, params, tags } = batch;
  // A batch may contain a thousand values of a few keys, so each key is checked once.
  const checked = new Set<string>();
  metrics.forEach(({ key, timestamp }, i) => {
    if (!checked.has(key)) checkKey(key, `metrics[${i}].name`);
    checked.add(key);
    checkTime(timestamp, `metrics[${i}].timestamp`);
  });
  params.forEach((param, i) => {
    checkKey(param.key, `params[${i}].key`);
  });
  tags.forEach((tag, i) => {
    checkKey(tag.key, `tags[${i}].key`);
  });
  checkCount('metrics', metrics.length, limits.metricsPerBatch);
  checkCount('params', params.length, limits.paramsPerBatch);
  checkCount('tags', tags.length, limits.tagsPerBatch);
  checkCount(
    'metrics, params, and tags',
    metrics.length + params.length + tags.length,
    limits.entitiesPerBatch
  );
  const keys = params.map(param => param.key);
  const duplicates = keys.filter((key, i) => keys.indexOf(key) !== i);
  if (duplicates.length) throw fail('ParameterDuplicate', { keys: duplicates });
}

function checkCount(items: string, count: number, limit: number): void {
  if (count > limit) throw fail('BatchTooLarge', { items, count, limit });
}
