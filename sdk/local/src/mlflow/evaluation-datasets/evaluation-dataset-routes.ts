import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import type { ExperimentStore } from '../experiments/experiments.js';
import { isObject, pythonText, type PythonValue } from '../python-json.js';
import { pythonJsonItems, readPythonJson } from '../read-python-json.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { mapInTurns, partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import { int64, list, required, string, withDefault } from '../wire/message.js';
import { checkLength, limits } from '../wire/names.js';
import { checkSearchSize, pageOf, pageOffset, pageToken } from '../wire/page-token.js';
import { message, rawJson } from '../wire/response.js';
import { recordText, wireEvaluationDataset } from './evaluation-dataset-wire.js';
import { readRecord } from './evaluation-record.js';

/** Reading and storing this many records takes about a second, in turns of the event loop. */
const MAX_RECORDS = 100_000;
/** MLflow's size of a page of records. */
const RECORDS_PER_PAGE = 1000;
const DATASETS_PER_TURN = 100;

const id = { dataset_id: required(string) };
const experimentIds = list(required(string));
const base = '/datasets/:dataset_id';

/** `datasets/*` of MLflow's API: evaluation data sets. */
export function evaluationDatasetEndpoints(deps: MlflowDeps): Endpoint[] {
  return [
    ...datasetEndpoints(deps),
    searchEndpoint(deps),
    ...experimentEndpoints(deps),
    ...recordEndpoints(deps)
  ];
}

function datasetEndpoints({ evaluationDatasets: datasets }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/datasets/create',
      { name: required(string), experiment_ids: experimentIds, tags: string },
      input => {
        checkLength('name', input.name, limits.evaluationDatasetName);
        const experiments = [...new Set(input.experiment_ids)];
        const created = datasets.create(input.name, readTags(input.tags), experiments);
        return { dataset: wireEvaluationDataset(created, experiments) };
      }
    ),
    endpoint('GET', base, id, input => ({
      dataset: wireEvaluationDataset(datasets.get(input.dataset_id))
    })),
    endpoint('DELETE', base, id, input => {
      datasets.delete(input.dataset_id);
    }),
    endpoint('PATCH', `${base}/tags`, { ...id, tags: required(string) }, input => {
      datasets.setTags(input.dataset_id, readTags(input.tags));
    }),
    endpoint('DELETE', `${base}/tags/:key`, { ...id, key: required(string) }, input => {
      datasets.deleteTag(input.dataset_id, input.key);
    })
  ];
}

function searchEndpoint({ evaluationDatasets: datasets }: MlflowDeps): Endpoint {
  return question(
    ['POST', 'GET'],
    '/datasets/search',
    {
      experiment_ids: experimentIds,
      filter_string: string,
      max_results: withDefault(int64, 1000),
      order_by: list(required(string)),
      page_token: string
    },
    async input => {
      checkSearchSize(input.max_results);
      const { items, next_page_token } = await pageOf(input, part =>
        datasets.search({
          experimentIds: input.experiment_ids,
          filter: input.filter_string,
          orderBy: input.order_by,
          ...part
        })
      );
      const parts = partsInTurns(items, DATASETS_PER_TURN, part =>
        part.map(dataset => wireEvaluationDataset(dataset))
      );
      return new JsonStream('datasets', parts, message({ next_page_token }));
    }
  );
}

function experimentEndpoints({ evaluationDatasets: datasets, runs }: MlflowDeps): Endpoint[] {
  const fields = { ...id, experiment_ids: experimentIds };
  return [
    endpoint('GET', `${base}/experiment-ids`, id, input =>
      message({ experiment_ids: datasets.experimentIds(input.dataset_id) })
    ),
    endpoint('POST', `${base}/add-experiments`, fields, input => {
      datasets.get(input.dataset_id);
      requireExperiments(runs.experiments, input.experiment_ids);
      return {
        dataset: wireEvaluationDataset(datasets.addTo(input.dataset_id, input.experiment_ids))
      };
    }),
    endpoint('POST', `${base}/remove-experiments`, fields, input => ({
      dataset: wireEvaluationDataset(datasets.removeFrom(input.dataset_id, input.experiment_ids))
    }))
  ];
}

function requireExperiments(experiments: ExperimentStore, ids: readonly string[]): void {
  for (const each of ids) experiments.get(each);
}

function recordEndpoints({ evaluationDatasets: datasets }: MlflowDeps): Endpoint[] {
  return [
    endpoint('POST', `${base}/records`, { ...id, records: required(string) }, async input => {
      const records = await mapInTurns(numbered(pythonJsonItems(input.records, 'records')), one =>
        readRecord(one.value, one.index)
      );
      const { inserted, updated } = await datasets.putRecords(input.dataset_id, records);
      return { inserted_count: inserted, updated_count: updated };
    }),
    endpoint(
      'GET',
      `${base}/records`,
      { ...id, max_results: int64, page_token: string },
      ({ dataset_id, max_results: size = RECORDS_PER_PAGE, page_token }) => {
        if (size < 0) throw fail('MaxResultsInvalid', { value: size });
        const { records, hasMore } = datasets.records.page(dataset_id, {
          after: pageOffset(page_token),
          limit: Math.min(size || RECORDS_PER_PAGE, RECORDS_PER_PAGE)
        });
        const last = records.at(-1)?.record ?? 0;
        const text = `[${records.map(recordText).join(', ')}]`;
        const next = hasMore ? { next_page_token: pageToken(last) } : {};
        return rawJson(JSON.stringify({ records: text, ...next }));
      }
    ),
    endpoint(
      'DELETE',
      `${base}/records`,
      { ...id, dataset_record_ids: list(required(string)) },
      input => ({
        deleted_count: datasets.deleteRecords(input.dataset_id, input.dataset_record_ids)
      })
    )
  ];
}

function* numbered(items: Iterable<PythonValue>): Generator<{ value: PythonValue; index: number }> {
  let index = 0;
  for (const value of items) {
    if (index === MAX_RECORDS) throw fail('EvaluationRecordsTooMany', { limit: MAX_RECORDS });
    yield { value, index: index++ };
  }
}

/** Reads the tags of a data set, which are the JSON of an object. Values become text as in Python, and those that are null are ignored. */
function readTags(given: string | undefined): Record<string, string> {
  if (!given) return {};
  const tags = readPythonJson(given, 'tags');
  if (!isObject(tags)) throw fail('EvaluationTagsInvalid');
  const present = Object.entries(tags).filter(([, value]) => value !== null);
  return Object.fromEntries(
    present.map(([key, value]) => {
      const text = pythonText(value);
      checkLength('tags', key, limits.evaluationTagKey);
      checkLength(`tags.${key}`, text, limits.evaluationTagValue);
      return [key, text];
    })
  );
}
