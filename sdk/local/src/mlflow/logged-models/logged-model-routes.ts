import { withoutTrailingSlashes } from 'carry-ml/arm';
import { wireFile } from '../artifacts/artifact-wire.js';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { wireMetric } from '../metrics/metric-wire.js';
import { message } from '../wire/response.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import {
  bool,
  int64,
  list,
  nested,
  oneOf,
  required,
  string,
  withDefault
} from '../wire/message.js';
import { page, pageOffset } from '../wire/page-token.js';
import { tagFields, tagList, tagRecord, wireTags } from '../wire/tags.js';
import { modelFolder, type LoggedModel, type LoggedModelStatus } from './logged-models.js';

const statuses: Record<LoggedModelStatus, number> = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: 0,
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3
};
const path = '/logged-models/:model_id';
const id = { model_id: required(string) };
/** The values of this many models are read in a few milliseconds. */
const MODELS_PER_TURN = 100;
const paramList = list(required(nested(tagFields)));
const datasetFields = { dataset_name: string, dataset_digest: string };
const searchFields = {
  experiment_ids: list(required(string)),
  filter: string,
  datasets: list(required(nested(datasetFields))),
  max_results: withDefault(int64, 50),
  order_by: list(
    required(
      nested({ field_name: required(string), ascending: withDefault(bool, true), ...datasetFields })
    )
  ),
  page_token: string
};

/** `logged-models/*` of MLflow's API. */
export function loggedModelEndpoints(deps: MlflowDeps): Endpoint[] {
  return [
    ...modelEndpoints(deps),
    ...searchEndpoints(deps),
    ...dataEndpoints(deps),
    ...artifactEndpoints(deps)
  ];
}

/** Create, get, update and delete a model. */
function modelEndpoints({ runs, logged: models, newId }: MlflowDeps): Endpoint[] {
  const { experiments } = runs;
  const response = (model: LoggedModel) => ({ model: wireLoggedModel(model) });
  return [
    endpoint(
      'POST',
      '/logged-models',
      {
        experiment_id: required(string),
        name: string,
        model_type: string,
        source_run_id: string,
        params: paramList,
        tags: tagList
      },
      input => {
        checkName(input.name);
        const experiment = experiments.getActive(input.experiment_id);
        return response(
          models.create({
            modelId: `m-${newId()}`,
            experimentId: experiment.id,
            name: input.name,
            modelType: input.model_type,
            sourceRunId: input.source_run_id,
            params: tagRecord(input.params),
            tags: tagRecord(input.tags)
          })
        );
      }
    ),
    endpoint('GET', path, { ...id, allow_deleted: withDefault(bool, false) }, input =>
      response(models.get(input.model_id, input.allow_deleted))
    ),
    endpoint('PATCH', path, { ...id, status: required(oneOf(statuses)) }, input =>
      response(models.setStatus(input.model_id, input.status))
    ),
    endpoint('DELETE', path, id, input => {
      models.delete(input.model_id);
    })
  ];
}

function searchEndpoints({ logged: models }: MlflowDeps): Endpoint[] {
  return [
    question('POST', '/logged-models/search', searchFields, async input => {
      const offset = pageOffset(input.page_token);
      const size = input.max_results || 50;
      if (size < 0 || input.experiment_ids.length === 0) throw fail('LoggedModelSearchInvalid');
      const found = await models.search({
        experimentIds: input.experiment_ids,
        filter: input.filter,
        datasets: input.datasets,
        orderBy: input.order_by,
        offset,
        limit: size + 1
      });
      const { items, next_page_token } = page(found, offset, size);
      const parts = partsInTurns(items, MODELS_PER_TURN, part =>
        models.withData(part).map(wireLoggedModel)
      );
      return new JsonStream('models', parts, message({ next_page_token }));
    })
  ];
}

/** Add and delete tags, and log parameters. */
function dataEndpoints({ logged: models }: MlflowDeps): Endpoint[] {
  return [
    endpoint('PATCH', `${path}/tags`, { ...id, tags: tagList }, input => {
      models.setTags(input.model_id, tagRecord(input.tags));
    }),
    endpoint('DELETE', `${path}/tags/:tag_key`, { ...id, tag_key: required(string) }, input => {
      models.deleteTag(input.model_id, input.tag_key);
    }),
    endpoint('POST', `${path}/params`, { ...id, params: paramList }, input => {
      models.logParams(input.model_id, tagRecord(input.params));
    })
  ];
}

function artifactEndpoints({ logged: models, artifacts }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'GET',
      `${path}/artifacts/directories`,
      { ...id, artifact_directory_path: withDefault(string, '') },
      async input => {
        const model = models.get(input.model_id);
        const folder = modelFolder(model);
        const inside = withoutTrailingSlashes(input.artifact_directory_path);
        const files = await artifacts.list(inside ? `${folder}/${inside}` : folder);
        return message({
          root_uri: model.artifactUri,
          files: files.map(file => wireFile(file, file.path.slice(folder.length + 1)))
        });
      }
    )
  ];
}

export function wireLoggedModel(model: LoggedModel) {
  return {
    info: message({
      model_id: model.modelId,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.updatedAt,
      artifact_uri: model.artifactUri,
      status: model.status,
      model_type: model.modelType ?? '',
      source_run_id: model.sourceRunId ?? '',
      tags: wireTags(model.tags)
    }),
    data: message({
      params: wireTags(model.params),
      metrics: model.metrics.map(({ modelId, runId, datasetName, datasetDigest, ...metric }) =>
        message({
          ...wireMetric(metric),
          dataset_name: datasetName,
          dataset_digest: datasetDigest,
          model_id: modelId,
          run_id: runId
        })
      )
    })
  };
}

function checkName(name: string | undefined): void {
  // MLflow generates a name in place of an empty one.
  if (name !== undefined && /[/:.%"']/.test(name)) throw fail('LoggedModelNameInvalid', { name });
}
