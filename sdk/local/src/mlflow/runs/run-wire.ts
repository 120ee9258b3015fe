import { wireMetric } from '../metrics/metric-wire.js';
import { message } from '../wire/response.js';
import { wireTags } from '../wire/tags.js';
import type { Run, RunInfo } from './runs.js';

/** Encodes a run without what it logged. Old clients read `run_uuid`, the old name of `run_id`. */
export function wireRunInfo(run: RunInfo) {
  return message({
    run_uuid: run.runId,
    run_id: run.runId,
    run_name: run.name,
    experiment_id: run.experimentId,
    user_id: run.userId,
    status: run.status,
    start_time: run.startTime,
    end_time: run.endTime,
    artifact_uri: run.artifactUri,
    lifecycle_stage: run.stage
  });
}

export function wireRun(run: Run) {
  return {
    info: wireRunInfo(run),
    data: message({
      metrics: run.metrics.map(wireMetric),
      params: wireTags(run.params),
      tags: wireTags(run.tags)
    }),
    inputs: message({
      dataset_inputs: run.datasets.map(({ dataset, tags }) => ({
        tags: wireTags(tags),
        dataset: message({
          name: dataset.name,
          digest: dataset.digest,
          source_type: dataset.sourceType,
          source: dataset.source,
          schema: dataset.schema,
          profile: dataset.profile
        })
      })),
      model_inputs: run.modelsIn.map(({ modelId }) => ({ model_id: modelId }))
    }),
    outputs: message({
      model_outputs: run.modelsOut.map(({ modelId, step }) => ({ model_id: modelId, step }))
    })
  };
}
