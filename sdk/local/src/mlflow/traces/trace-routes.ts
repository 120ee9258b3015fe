import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { bool, int64, list, nested, required, string, withDefault } from '../wire/message.js';
import { checkKey, checkLength, limits, truncateValue } from '../wire/names.js';
import { pageOf } from '../wire/page-token.js';
import { message, rawJson } from '../wire/response.js';
import { readAssessment } from './assessment-wire.js';
import { correlation } from './correlation.js';
import { traceFolder, type Trace } from './traces.js';
import { traceInfoFields, traceLocation, wireTraceInfo } from './trace-wire.js';

/** MLflow's limits on one page of traces, and on traces that one request links. */
const MAX_TRACES = 500;
const MAX_LINKS = 100;
const DEFAULT_TRACES = 100;

/** Tags that only the server sets, because they say where the spans are stored. */
const serverTags: ReadonlySet<string> = new Set([
  'mlflow.trace.spansLocation',
  'mlflow.trace.archiveLocation',
  'mlflow.trace.archivalFailure'
]);

export const traceSearchFields = {
  filter: string,
  max_results: withDefault(int64, DEFAULT_TRACES),
  order_by: list(required(string)),
  page_token: string
};
const tagged = { trace_id: required(string), key: required(string) };

/** `traces/*` of MLflow's API since MLflow 3. */
export function traceEndpoints(deps: MlflowDeps): Endpoint[] {
  return [...infoEndpoints(deps), ...searchEndpoints(deps), correlationEndpoint(deps)];
}

/** The endpoints of traces that MLflow's clients call in both versions of the API. */
export function traceChangeEndpoints(deps: MlflowDeps): Endpoint[] {
  return [...tagEndpoints(deps), ...linkEndpoints(deps), deletionEndpoint(deps)];
}

export function checkTraceId(id: string): string {
  if (!/^[a-zA-Z0-9][\w.:-]{0,49}$/.test(id)) throw fail('TraceIdInvalid', { id });
  return id;
}

/** Start a trace, and get traces without their spans. */
function infoEndpoints(deps: MlflowDeps): Endpoint[] {
  const { traces, runs } = deps;
  const response = (trace: Trace) => ({ trace: { trace_info: wireTraceInfo(trace) } });
  return [
    endpoint(
      'POST',
      '/traces',
      { trace: required(nested({ trace_info: required(nested(traceInfoFields)) })) },
      ({ trace: { trace_info: given } }) => {
        const traceId = checkTraceId(given.trace_id);
        const experimentId = given.trace_location?.mlflow_experiment?.experiment_id;
        if (experimentId === undefined)
          throw fail('MlflowParameterMissing', { field: 'trace.trace_info.trace_location' });
        return response(
          traces.put(
            {
              traceId,
              experimentId: runs.experiments.getActive(experimentId).id,
              requestTime: given.request_time,
              duration: given.execution_duration,
              state: given.state,
              clientRequestId: given.client_request_id,
              requestPreview: given.request_preview,
              responsePreview: given.response_preview,
              metadata: given.trace_metadata,
              tags: given.tags
            },
            given.assessments.map(assessment => readAssessment(traceId, assessment, deps))
          )
        );
      }
    ),
    endpoint(
      'GET',
      '/traces/get',
      { trace_id: required(string), allow_partial: bool },
      ({ trace_id: id, allow_partial: partial }) => {
        const trace = traces.get(id);
        const [whole] = withSpans(deps, [trace]);
        if (!partial && !whole) throw fail('TraceNotExported', { id });
        return rawJson(`{"trace":${whole ?? traceText(trace, [])}}`);
      }
    ),
    endpoint(
      'GET',
      '/traces/batchGet',
      { trace_ids: list(required(string)), experiment_ids: list(required(string)) },
      input => {
        if (input.trace_ids.length === 0)
          throw fail('MlflowParameterMissing', { field: 'trace_ids' });
        const found = inExperiments(traces.ofIds(input.trace_ids), input.experiment_ids);
        return rawJson(`{"traces":[${withSpans(deps, found).join(',')}]}`);
      }
    ),
    endpoint('GET', '/traces/:trace_id', { trace_id: required(string) }, input =>
      response(traces.get(input.trace_id))
    ),
    question(
      'POST',
      '/traces/batchGetInfos',
      { trace_ids: list(required(string)), experiment_ids: list(required(string)) },
      input => {
        const found = inExperiments(traces.ofIds(input.trace_ids), input.experiment_ids);
        return message({ trace_infos: found.map(wireTraceInfo) });
      }
    )
  ];
}

function inExperiments(traces: Trace[], ids: readonly string[]): Trace[] {
  return traces.filter(trace => ids.length === 0 || ids.includes(trace.experimentId));
}

/** Returns the JSON of traces with their spans, without those whose spans have not arrived. */
function withSpans({ traces }: MlflowDeps, found: readonly Trace[]): string[] {
  const spans = traces.spans.texts(
    found.map(trace => trace.traceId),
    'sent'
  );
  return found.flatMap(trace => {
    const own = spans.get(trace.traceId);
    return own ? [traceText(trace, own)] : [];
  });
}

const traceText = (trace: Trace, spans: readonly string[]) =>
  `{"trace_info":${JSON.stringify(wireTraceInfo(trace))},"spans":[${spans.join(',')}]}`;

function searchEndpoints(deps: MlflowDeps): Endpoint[] {
  return [
    question(
      'POST',
      '/traces/search',
      { locations: list(required(traceLocation)), ...traceSearchFields },
      async input => {
        const experimentIds = input.locations.flatMap(
          place => place.mlflow_experiment?.experiment_id ?? []
        );
        if (input.locations.length === 0)
          throw fail('MlflowParameterMissing', { field: 'locations' });
        const { items, next_page_token } = await searchTraces(deps, experimentIds, input);
        return message({ traces: items.map(wireTraceInfo), next_page_token });
      }
    )
  ];
}

/** How often traces match two filters together. */
function correlationEndpoint({ traces }: MlflowDeps): Endpoint {
  return question(
    'POST',
    '/traces/calculate-filter-correlation',
    {
      experiment_ids: list(required(string)),
      filter_string1: required(string),
      filter_string2: required(string),
      base_filter: string
    },
    async input => {
      if (input.experiment_ids.length === 0)
        throw fail('MlflowParameterMissing', { field: 'experiment_ids' });
      const counts = await traces.correlationCounts(input.experiment_ids, {
        base: input.base_filter,
        first: input.filter_string1,
        second: input.filter_string2
      });
      return message({
        ...correlation(counts),
        filter1_count: counts.first,
        filter2_count: counts.second,
        joint_count: counts.both,
        total_count: counts.total
      });
    }
  );
}

/** Returns one page of the traces that a request searches for. */
export async function searchTraces(
  { traces }: MlflowDeps,
  experimentIds: readonly string[],
  request: { filter?: string; max_results: number; order_by: string[]; page_token?: string }
): Promise<{ items: Trace[]; next_page_token?: string }> {
  const { filter, order_by: orderBy, max_results: size } = request;
  if (size < 1 || size > MAX_TRACES)
    throw fail('MaxResultsInvalid', { value: size, max: MAX_TRACES });
  return pageOf(request, part => traces.search({ experimentIds, filter, orderBy, ...part }));
}

function tagEndpoints({ traces }: MlflowDeps): Endpoint[] {
  const check = (key: string, operation: 'set' | 'deleted') => {
    if (serverTags.has(key)) throw fail('TraceTagImmutable', { key, operation });
  };
  return [
    endpoint(
      'PATCH',
      '/traces/:trace_id/tags',
      { ...tagged, value: withDefault(string, '') },
      input => {
        check(input.key, 'set');
        checkKey(input.key, 'key');
        checkLength('key', input.key, limits.key);
        traces.setTag(input.trace_id, input.key, truncateValue(input.value, limits.tagValue));
      }
    ),
    endpoint('DELETE', '/traces/:trace_id/tags', tagged, input => {
      check(input.key, 'deleted');
      traces.deleteTag(input.trace_id, input.key);
    })
  ];
}

/** Link traces to a run, and versions of prompts to a trace. */
function linkEndpoints({ traces, runs, transaction }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/traces/link-to-run',
      { trace_ids: list(required(string)), run_id: required(string) },
      input => {
        const count = input.trace_ids.length;
        if (count > MAX_LINKS) throw fail('TraceLinksTooMany', { count, max: MAX_LINKS });
        const { runId } = runs.getInfo(input.run_id);
        transaction(() => {
          // Clients export traces in the background, so that a link may arrive before its trace.
          for (const id of input.trace_ids) traces.link(checkTraceId(id), 'run', runId);
        });
      }
    ),
    endpoint(
      'POST',
      '/traces/link-prompts',
      {
        trace_id: required(string),
        prompt_versions: list(
          required(nested({ name: required(string), version: required(string) }))
        )
      },
      input => {
        const { traceId } = traces.get(input.trace_id);
        transaction(() => {
          for (const { name, version } of input.prompt_versions)
            traces.link(traceId, 'prompt', `${name}/${version}`);
        });
      }
    )
  ];
}

function deletionEndpoint({ traces, artifacts }: MlflowDeps): Endpoint {
  return endpoint(
    'POST',
    '/traces/delete-traces',
    {
      experiment_id: required(string),
      max_timestamp_millis: int64,
      max_traces: int64,
      request_ids: list(required(string))
    },
    async input => {
      const { max_timestamp_millis: upTo, max_traces: limit, request_ids: ids } = input;
      if (upTo === undefined && ids.length === 0) throw fail('TraceSelectionMissing');
      if (ids.length > 0 && (upTo !== undefined || limit !== undefined))
        throw fail('TraceSelectionAmbiguous');
      if (limit !== undefined && limit <= 0) throw fail('TraceLimitInvalid', { value: limit });
      const deleted = traces.delete({ experimentId: input.experiment_id, ids, upTo, limit });
      for (const id of deleted) await artifacts.delete(traceFolder(id));
      return { traces_deleted: deleted.length };
    }
  );
}
