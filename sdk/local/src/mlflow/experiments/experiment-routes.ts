import { resolve } from 'node:path';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { views } from '../lifecycle.js';
import { message } from '../wire/response.js';
import { partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { int64, list, oneOf, required, string, withDefault } from '../wire/message.js';
import { checkKey, checkLength, limits } from '../wire/names.js';
import { checkSearchSize, pageOf } from '../wire/page-token.js';
import { tagFields, tagList, tagRecord, wireTags } from '../wire/tags.js';
import type { Experiment, ExperimentStore } from './experiments.js';

/** This many experiments are encoded in a few milliseconds. */
const EXPERIMENTS_PER_TURN = 500;
/** MLflow's limit on a search for data sets. */
const MAX_SEARCHED_EXPERIMENTS = 20;

const id = { experiment_id: required(string) };
const searchFields = {
  max_results: withDefault(int64, 1000),
  page_token: string,
  filter: string,
  order_by: list(required(string)),
  view_type: withDefault(oneOf(views), 'ACTIVE_ONLY')
};

/** `experiments/*` of MLflow's API. */
export function experimentEndpoints({ runs }: MlflowDeps): Endpoint[] {
  const { experiments } = runs;
  return [
    endpoint(
      'POST',
      '/experiments/create',
      { name: required(string), artifact_location: string, tags: tagList },
      ({ name, artifact_location, tags }) => {
        checkLength('name', name, limits.experimentName);
        const location = resolveLocation(artifact_location);
        for (const { key, value } of tags) checkExperimentTag(key, value);
        const record = tagRecord(tags);
        return { experiment_id: experiments.create(name, record, location) };
      }
    ),
    endpoint('GET', '/experiments/get', id, input => ({
      experiment: wireExperiment(experiments.get(input.experiment_id))
    })),
    endpoint('GET', '/experiments/get-by-name', { experiment_name: required(string) }, input => {
      const found = experiments.findByName(input.experiment_name);
      if (!found) throw fail('ExperimentNameNotFound', { name: input.experiment_name });
      return { experiment: wireExperiment(found) };
    }),
    question(['POST', 'GET'], '/experiments/search', searchFields, input =>
      search(experiments, input)
    ),
    endpoint('POST', '/experiments/delete', id, input => {
      runs.setExperimentStage(input.experiment_id, 'deleted');
    }),
    endpoint('POST', '/experiments/restore', id, input => {
      runs.setExperimentStage(input.experiment_id, 'active');
    }),
    endpoint('POST', '/experiments/update', { ...id, new_name: required(string) }, input => {
      checkLength('new_name', input.new_name, limits.experimentName);
      experiments.rename(input.experiment_id, input.new_name);
    }),
    endpoint('POST', '/experiments/set-experiment-tag', { ...id, ...tagFields }, input => {
      checkExperimentTag(input.key, input.value);
      experiments.setTag(input.experiment_id, input.key, input.value);
    }),
    endpoint(
      'POST',
      '/experiments/delete-experiment-tag',
      { ...id, key: required(string) },
      input => {
        experiments.deleteTag(input.experiment_id, input.key);
      }
    ),
    question(
      'POST',
      '/experiments/search-datasets',
      { experiment_ids: list(required(string)) },
      ({ experiment_ids: ids }) => {
        if (ids.length === 0) throw fail('DatasetSearchEmpty');
        if (ids.length > MAX_SEARCHED_EXPERIMENTS)
          throw fail('DatasetSearchTooLarge', {
            count: ids.length,
            max: MAX_SEARCHED_EXPERIMENTS
          });
        return message({ dataset_summaries: runs.datasets.summaries(ids).map(message) });
      }
    )
  ];
}

async function search(
  experiments: ExperimentStore,
  input: {
    max_results: number;
    page_token?: string;
    filter?: string;
    order_by: string[];
    view_type: keyof typeof views;
  }
) {
  checkSearchSize(input.max_results);
  const { items, next_page_token } = await pageOf(input, part =>
    experiments.search({
      filter: input.filter,
      orderBy: input.order_by,
      view: input.view_type,
      ...part
    })
  );
  const parts = partsInTurns(items, EXPERIMENTS_PER_TURN, part => part.map(wireExperiment));
  return new JsonStream('experiments', parts, message({ next_page_token }));
}

function wireExperiment(experiment: Experiment) {
  return message({
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.stage,
    last_update_time: experiment.updatedAt,
    creation_time: experiment.createdAt,
    tags: wireTags(experiment.tags)
  });
}

function checkExperimentTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('value', value, limits.experimentTagValue);
}

/** Returns the artifact location to store, which is only reported back. A path is made absolute on this machine. */
function resolveLocation(given: string | undefined): string | undefined {
  if (!given) return undefined;
  if (given.startsWith('runs:')) throw fail('ArtifactLocationInvalid', { location: given });
  return /^[a-z][a-z0-9+.-]*:/i.test(given) ? given : resolve(given);
}
