import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { int64, list, oneOf, required, string, withDefault } from '../wire/message.js';
import { message } from '../wire/response.js';
import { tagList, tagRecord } from '../wire/tags.js';
import { searchTraces, traceSearchFields } from './trace-routes.js';
import { wireTraceInfo2 } from './trace-wire.js';
import type { TraceState } from './traces.js';

const statuses = { TRACE_STATUS_UNSPECIFIED: 0, OK: 1, ERROR: 2, IN_PROGRESS: 3 };
const facts = { timestamp_ms: int64, request_metadata: tagList, tags: tagList };
const id = { request_id: required(string) };

/** `traces/*` of MLflow 2: a client starts a trace and later ends it. */
export function trace2Endpoints(deps: MlflowDeps): Endpoint[] {
  const { traces, runs, now, newId } = deps;
  return [
    endpoint('POST', '/traces', { experiment_id: required(string), ...facts }, input => ({
      trace_info: wireTraceInfo2(
        traces.put({
          traceId: `tr-${newId()}`,
          experimentId: runs.experiments.getActive(input.experiment_id).id,
          requestTime: input.timestamp_ms ?? now(),
          state: 'IN_PROGRESS',
          metadata: tagRecord(input.request_metadata),
          tags: tagRecord(input.tags)
        })
      )
    })),
    endpoint(
      'PATCH',
      '/traces/:request_id',
      {
        ...id,
        ...facts,
        status: withDefault(oneOf(statuses), 'TRACE_STATUS_UNSPECIFIED')
      },
      input => {
        const before = traces.get(input.request_id);
        const state: TraceState =
          input.status === 'TRACE_STATUS_UNSPECIFIED' ? 'STATE_UNSPECIFIED' : input.status;
        return {
          trace_info: wireTraceInfo2(
            traces.put({
              ...before,
              state,
              duration: (input.timestamp_ms ?? now()) - before.requestTime,
              metadata: tagRecord(input.request_metadata),
              tags: tagRecord(input.tags)
            })
          )
        };
      }
    ),
    endpoint('GET', '/traces/:request_id/info', id, input => ({
      trace_info: wireTraceInfo2(traces.get(input.request_id))
    })),
    endpoint(
      'GET',
      '/traces',
      { experiment_ids: list(required(string)), ...traceSearchFields },
      async input => {
        if (input.experiment_ids.length === 0)
          throw fail('MlflowParameterMissing', { field: 'experiment_ids' });
        const { items, next_page_token } = await searchTraces(deps, input.experiment_ids, input);
        return message({ traces: items.map(wireTraceInfo2), next_page_token });
      }
    )
  ];
}
