import { message } from '../wire/response.js';
import type { EvaluationDataset } from './evaluation-datasets.js';
import type { EvaluationRecord } from './evaluation-records.js';

/** Encodes a data set. Its experiments are known only to the client that has just created it. */
export function wireEvaluationDataset(
  dataset: EvaluationDataset,
  experimentIds: readonly string[] = []
) {
  return message({
    dataset_id: dataset.id,
    name: dataset.name,
    tags: JSON.stringify(dataset.tags),
    schema: dataset.schema,
    profile: dataset.profile,
    digest: dataset.digest,
    created_time: dataset.createdAt,
    last_update_time: dataset.updatedAt,
    created_by: dataset.createdBy,
    last_updated_by: dataset.updatedBy,
    experiment_ids: experimentIds
  });
}

/** Returns the JSON of a record. Its values are stored as JSON, with numbers that JavaScript would change. */
export function recordText(record: EvaluationRecord): string {
  const values = message({
    inputs: record.inputs,
    outputs: record.outputs,
    expectations: record.expectations,
    tags: record.tags,
    source: record.source
  });
  const facts = message({
    dataset_record_id: record.record_id,
    dataset_id: record.dataset_id,
    created_time: record.created_time,
    last_update_time: record.last_update_time,
    source_id: record.source_id,
    source_type: record.source_type,
    created_by: record.created_by,
    last_updated_by: record.last_updated_by
  });
  const members = Object.entries(values).map(([key, text]) => `,"${key}":${text}`);
  return `${JSON.stringify(facts).slice(0, -1)}${members.join('')}}`;
}
