import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { views } from '../lifecycle.js';
import { message } from '../wire/response.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import { int64, list, oneOf, required, string, withDefault } from '../wire/message.js';
import { checkKey, checkLength, truncateValue, limits } from '../wire/names.js';
import { checkSearchSize, pageOf } from '../wire/page-token.js';
import { runIdFields, runIdOf } from '../wire/run-id.js';
import { tagFields, tagList, tagRecord } from '../wire/tags.js';
import { wireRun, wireRunInfo } from './run-wire.js';
import { runNameTag, type RunStatus } from './runs.js';

/** The values of this many runs are read in a few milliseconds. */
const RUNS_PER_TURN = 100;

const statuses: Record<RunStatus, number> = {
  RUNNING: 1,
  SCHEDULED: 2,
  FINISHED: 3,
  FAILED: 4,
  KILLED: 5
};

const createFields = {
  experiment_id: withDefault(string, '0'),
  user_id: string,
  run_name: string,
  start_time: int64,
  tags: tagList
};
const searchFields = {
  experiment_ids: list(required(string)),
  filter: string,
  run_view_type: withDefault(oneOf(views), 'ACTIVE_ONLY'),
  max_results: withDefault(int64, 1000),
  order_by: list(required(string)),
  page_token: string
};

/** `runs/*` of MLflow's API, except the endpoints that log to a run. */
export function runEndpoints({ runs, newId, now, user }: MlflowDeps): Endpoint[] {
  return [
    endpoint('POST', '/runs/create', createFields, input => {
      const tags = tagRecord(input.tags);
      // Unlike `runs/set-tag`, MLflow checks only the length here.
      for (const key of Object.keys(tags)) checkLength('key', key, limits.key);
      const tagged = tags[runNameTag];
      if (input.run_name && tagged && input.run_name !== tagged)
        throw fail('RunNameAmbiguous', { name: input.run_name, tag: runNameTag, tagValue: tagged });
      const { id } = runs.experiments.getActive(input.experiment_id || '0');
      const run = runs.insert({
        runId: newId(),
        experimentId: id,
        runName: input.run_name,
        userId: input.user_id || user,
        startTime: input.start_time ?? now(),
        tags
      });
      return { run: wireRun(runs.get(run.runId)) };
    }),
    endpoint('GET', '/runs/get', runIdFields, input => ({
      run: wireRun(runs.get(runIdOf(input)))
    })),
    endpoint(
      'POST',
      '/runs/update',
      { ...runIdFields, status: oneOf(statuses), end_time: int64, run_name: string },
      input => ({
        run_info: wireRunInfo(
          runs.update(runIdOf(input), {
            status: input.status,
            endTime: input.end_time,
            name: input.run_name
          })
        )
      })
    ),
    endpoint('POST', '/runs/delete', { run_id: required(string) }, input => {
      runs.setStage(input.run_id, 'deleted');
    }),
    endpoint('POST', '/runs/restore', { run_id: required(string) }, input => {
      runs.setStage(input.run_id, 'active');
    }),
    question('POST', '/runs/search', searchFields, async input => {
      checkSearchSize(input.max_results);
      for (const id of input.experiment_ids) runs.experiments.checkId(id.trim());
      const { items, next_page_token } = await pageOf(input, part =>
        runs.search({
          experimentIds: input.experiment_ids,
          filter: input.filter,
          orderBy: input.order_by,
          view: input.run_view_type,
          ...part
        })
      );
      const parts = partsInTurns(items, RUNS_PER_TURN, part => runs.withData(part).map(wireRun));
      return new JsonStream('runs', parts, message({ next_page_token }));
    }),
    endpoint('POST', '/runs/set-tag', { ...runIdFields, ...tagFields }, input => {
      checkKey(input.key, 'key');
      runs.setTags(runIdOf(input), { [input.key]: truncateValue(input.value, limits.tagValue) });
    }),
    endpoint(
      'POST',
      '/runs/delete-tag',
      { run_id: required(string), key: required(string) },
      input => {
        runs.deleteTag(input.run_id, input.key);
      }
    )
  ];
}
