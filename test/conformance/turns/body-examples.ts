import fc from 'fast-check';
import { exampleBodies } from '../fuzz/examples.js';
import { fitting } from '../fuzz/from-schema.js';
import type { ServedRoute } from '../fuzz/routes.js';

/** Valid values for the parameters and fields of MLflow's messages. They refer to resources that `fill` creates. */
const known = (i: number): Record<string, unknown> => ({
  run_id: `run-${i}`,
  run_uuid: `run-${i}`,
  experiment_id: String(i),
  experiment_ids: [String(i)],
  trace_id: `tr-${i}`,
  request_id: `tr-${i}`,
  trace_ids: [`tr-${i}`],
  request_ids: [`tr-${i}`],
  model_id: `m-${i}`,
  source_run_id: `run-${i}`,
  version: '1',
  key: 'k',
  value: 'v',
  timestamp: 1,
  timestamp_ms: 1,
  start_time: 1,
  end_time: 1,
  step: 1,
  status: 'FINISHED',
  metrics: [{ key: 'k1', value: 1, timestamp: 1, step: 1 }],
  params: [tag],
  tags: [tag],
  datasets: [dataset],
  models: [{ model_id: `m-${i}`, step: 1 }],
  model_json: '{"artifact_path":"a","flavors":{},"utc_time_created":"t","run_id":"r"}',
  filter: "name = 'x'",
  filter_string1: "name = 'x'",
  filter_string2: "name = 'x'",
  base_filter: "name = 'x'",
  order_by: ['name DESC'],
  max_results: 10,
  view_type: 'ALL',
  run_view_type: 'ALL',
  page_token: undefined,
  locations: [location],
  request_metadata: [tag],
  prompt_versions: [{ name: `model-${i}`, version: '1' }],
  trace: traceOf(i),
  assessment,
  update_mask: 'rationale'
});

const tag = { key: 't', value: 'v' };
const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '1' } };
const time = '2024-05-01T12:00:00Z';
const dataset = {
  tags: [tag],
  dataset: { name: 'd', digest: '1', source_type: 's', source: 's', schema: 's', profile: 'p' }
};
const traceOf = (i: number) => ({
  trace_info: {
    trace_id: `new-${i}`,
    trace_location: location,
    request_time: time,
    state: 'OK',
    request_preview: 'r',
    response_preview: 'r',
    trace_metadata: { a: 'b' },
    tags: { a: 'b' }
  }
});
const assessment = {
  assessment_name: 'a',
  source: { source_type: 'HUMAN', source_id: 's' },
  feedback: { value: 'v' },
  rationale: 'r',
  metadata: { a: 'b' },
  create_time: time,
  last_update_time: time
};
const attribute = { key: 'k', value: { stringValue: 'v' } };
const spans = {
  resourceSpans: [
    {
      resource: { attributes: [attribute] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: '0'.repeat(31) + '1',
              spanId: '0'.repeat(15) + '1',
              name: 'n',
              startTimeUnixNano: '1',
              endTimeUnixNano: '2',
              attributes: [attribute],
              events: [{ name: 'e', timeUnixNano: '1', attributes: [attribute] }]
            }
          ]
        }
      ]
    }
  ]
};

/** Bodies of routes that publish neither a schema nor fields, by the end of their path. */
const others: Record<string, object> = {
  '/v1/traces': spans,
  '/graphql': { query: 'query { test(inputString: "x") { output } }', variables: { a: 'b' } }
};

/** Returns valid bodies of a route for the i-th request: by its fields or its schema, and those of Azure's official examples. */
export function bodyExamples(): (route: ServedRoute, i: number) => object[] {
  const official = exampleBodies();
  return (route, i) => {
    if (route.fields.length) return [messageOf(route, i)];
    const own = route.body
      ? fc.sample(fitting(route.body), { numRuns: 1, seed: 1 })
      : [Object.entries(others).find(([end]) => route.url.endsWith(end))?.[1] ?? {}];
    return [...own, ...official(route)].filter(
      (body): body is object => typeof body === 'object' && body !== null
    );
  };
}

function messageOf({ fields, url }: ServedRoute, i: number): object {
  const values = known(i);
  const existing = /model/.test(url) && !/create|logged/.test(url);
  return Object.fromEntries(
    fields.map(field => {
      const name = field === 'name' && existing ? `model-${i}` : `new-${i}`;
      return [field, field in values ? values[field] : name];
    })
  );
}

const textsOf = (values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  );

/** Returns the path of the i-th request to a route. */
export function pathOf(url: string, i: number): string {
  const values: Record<string, string | undefined> = {
    ...textsOf(known(i)),
    container: 'azureml-blobstore',
    origin: 'ExperimentRun',
    run: `run-${i}`,
    experiment: '1',
    registryName: 'local',
    workspace: 'local',
    name: `large-${i}`
  };
  return url
    .replace(/:(\w+)(?:\([^)]*\))?/g, (_, name: string) => values[name] ?? 'large')
    .replace('*', `large-${i}`);
}
