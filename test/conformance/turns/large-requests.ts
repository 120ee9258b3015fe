import { counts, longRun } from './fill.js';

/** A request that reads much. */
export interface LargeRequest {
  title: string;
  method: 'GET' | 'POST';
  /** Below the path of MLflow's API. */
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const experiments = ['0'];

const search = (title: string, path: string, body: object): LargeRequest => ({
  title,
  method: 'POST',
  path,
  body: { experiment_ids: experiments, ...body }
});

const traces = (title: string, filter: string, more: object = {}) =>
  search(`traces/search, ${title}`, '3.0/mlflow/traces/search', {
    locations: [
      { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experiments[0] } }
    ],
    filter,
    max_results: 500,
    ...more
  });

const get = (path: string, query: Record<string, string>): LargeRequest => ({
  title: path,
  method: 'GET',
  path: `2.0/mlflow/${path}?${new URLSearchParams(query).toString()}`
});

/** The same request from Azure's plugin, which gets artifact URIs in a form of its own. */
const fromPlugin = (request: LargeRequest): LargeRequest => ({
  ...request,
  title: `${request.title}, from azureml-mlflow`,
  headers: { 'user-agent': 'mlflow-python-client/3.15.0 azureml-mlflow/1.62.0' }
});

const history = { run_id: longRun, metric_key: 'm1' };

const runs = search('runs/search', '2.0/mlflow/runs/search', {
  max_results: counts.runs,
  filter: 'metrics.m1 >= 0',
  order_by: Array.from({ length: 20 }, (_, i) => `metrics.m${i + 1} DESC`)
});

export const largeRequests: LargeRequest[] = [
  runs,
  fromPlugin(runs),
  traces('text of spans', "trace.text LIKE '%nothing%'"),
  traces('span.content', "span.content ILIKE '%n_t%hing%'"),
  traces('expression on an attribute', "span.attributes.text RLIKE '(A|B)+Z$'"),
  traces('expression on names', "span.name RLIKE '^span [12]$' AND trace.name RLIKE '9+$'"),
  traces('LIKE on a tag', "tag.mlflow.traceName LIKE '%9%9%'", { order_by: ['name DESC'] }),
  search('calculate-filter-correlation', '3.0/mlflow/traces/calculate-filter-correlation', {
    filter_string1: "span.attributes.text RLIKE '(A|B)+Z$'",
    filter_string2: "trace.text LIKE '%nothing%'"
  }),
  get('metrics/get-history', history),
  fromPlugin(get('metrics/get-history', history)),
  get('metrics/get-history-bulk', history),
  get('metrics/get-history-bulk-interval', { run_ids: longRun, metric_key: 'm1' }),
  search('logged-models/search', '2.0/mlflow/logged-models/search', {
    max_results: counts.models,
    order_by: Array.from({ length: 20 }, (_, i) => ({ field_name: `metrics.k${i + 1}` }))
  }),
  get('registered-models/search', {
    max_results: '1000',
    filter: "tags.team LIKE '%t%'",
    order_by: 'timestamp DESC'
  }),
  get('model-versions/search', {
    max_results: String(counts.models),
    order_by: 'version_number ASC'
  }),
  search('experiments/search', '2.0/mlflow/experiments/search', {
    max_results: counts.models,
    filter: "name LIKE 'exp%1%'",
    order_by: ['name DESC']
  })
];
