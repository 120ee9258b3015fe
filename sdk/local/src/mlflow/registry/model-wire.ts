import type { ModelRecord, ModelVersionRecord } from '../../store/model-store.js';
import { message } from '../wire/response.js';
import { wireTags } from '../wire/tags.js';

export function wireModelVersion(version: ModelVersionRecord) {
  return message({
    name: version.name,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.updatedAt,
    user_id: version.userId || undefined,
    current_stage: version.stage,
    description: version.description,
    source: version.source,
    run_id: version.runId,
    status: version.status,
    tags: wireTags(version.tags),
    run_link: version.runLink ?? '',
    aliases: version.aliases,
    model_id: version.modelId
  });
}

export function wireModel(model: ModelRecord, latest: ModelVersionRecord[]) {
  return message({
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    user_id: model.userId || undefined,
    description: model.description,
    latest_versions: latest.map(wireModelVersion),
    tags: wireTags(model.tags),
    aliases: Object.entries(model.aliases).map(([alias, version]) => ({ alias, version }))
  });
}
