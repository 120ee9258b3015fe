import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

describe('POST /graphql', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const send = async (query: string, more: object = {}) => {
    const payload = { query, ...more };
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/graphql`,
      payload
    });
    return {
      status: response.statusCode,
      ...response.json<{ data: Record<string, unknown> | null; errors: string[] | null }>()
    };
  };

  it('returns a run with its experiment and its model versions', async () => {
    const run = await workspace.run({ run_name: 'first', start_time: 1_700_000_000_123 });
    await workspace.post('registered-models/create', { name: 'm' });
    const version = { name: 'm', source: `runs:/${run}/model`, run_id: run };
    await workspace.post('model-versions/create', version);
    const query = `query GetRun($data: MlflowGetRunInput!) @component(name: "Test") {
      mlflowGetRun(input: $data) {
        apiError { code }
        run {
          info { runName status startTime endTime }
          experiment { experimentId name tags { key } }
          modelVersions { name version status aliases }
          __typename
        }
      }
    }`;
    const variables = { data: { runId: run } };
    expect(await send(query, { variables, operationName: 'GetRun' })).toEqual({
      status: 200,
      errors: null,
      data: {
        mlflowGetRun: {
          apiError: null,
          run: {
            info: {
              runName: 'first',
              status: 'RUNNING',
              startTime: '1700000000123',
              endTime: '0'
            },
            experiment: { experimentId: '0', name: 'Default', tags: [] },
            modelVersions: [{ name: 'm', version: '1', status: 'READY', aliases: [] }],
            __typename: 'MlflowRunExtension'
          }
        }
      }
    });
  });

  it('returns NaN as null, infinity as the largest number, and a string unchanged', async () => {
    const run = await workspace.run();
    const batch = {
      run_id: run,
      metrics: [
        { key: 'a', value: 'NaN', timestamp: 1 },
        { key: 'b', value: 2.5, timestamp: 1 },
        { key: 'c', value: '-Infinity', timestamp: 1 }
      ],
      params: [{ key: 'p', value: 'NaN' }]
    };
    await workspace.post('runs/log-batch', batch);
    const { data, errors } = await send(
      `{ mlflowGetRun(input: {runUuid: "${run}"}) { run { data { metrics { key value } params { value } } } } }`
    );
    expect(errors).toBeNull();
    expect(data).toEqual({
      mlflowGetRun: {
        run: {
          data: {
            metrics: [
              { key: 'a', value: null },
              { key: 'b', value: 2.5 },
              { key: 'c', value: -Number.MAX_VALUE }
            ],
            params: [{ value: 'NaN' }]
          }
        }
      }
    });
  });

  it('searches runs, versions, data sets and histories, and lists artifacts', async () => {
    const run = await workspace.run();
    await workspace.post('runs/log-metric', { run_id: run, key: 'k', value: 1, timestamp: 5 });
    await workspace.call('PUT', `mlflow-artifacts/artifacts/ExperimentRun/dcid.${run}/d/x`, 'text');
    const { data, errors } = await send(`{
      mlflowSearchRuns(input: {experimentIds: ["0"], runViewType: ALL, maxResults: 5}) { runs { info { runId } } }
      mlflowSearchModelVersions(input: {maxResults: 5}) { modelVersions { name } nextPageToken }
      mlflowGetMetricHistoryBulkInterval(input: {runIds: ["${run}"], metricKey: "k"}) { metrics { value step runId } }
      files: mlflowListArtifacts(input: {runId: "${run}"}) { files { path isDir fileSize } }
    }`);
    expect(errors).toBeNull();
    expect(data).toEqual({
      mlflowSearchRuns: { runs: [{ info: { runId: run } }] },
      mlflowSearchModelVersions: { modelVersions: [], nextPageToken: '' },
      mlflowGetMetricHistoryBulkInterval: { metrics: [{ value: 1, step: '0', runId: run }] },
      files: { files: [{ path: 'd', isDir: true, fileSize: '0' }] }
    });
    expect(
      await send(
        'mutation { mlflowSearchDatasets(input: {experimentIds: ["0"]}) { datasetSummaries { name } } }'
      )
    ).toMatchObject({ errors: null, data: { mlflowSearchDatasets: { datasetSummaries: [] } } });
  });

  it('returns errors next to the data', async () => {
    const { status, data, errors } = await send(
      '{ test(inputString: "abc") { output } mlflowGetRun(input: {runId: "none"}) { run { info { runId } } } }'
    );
    expect([status, data]).toEqual([200, { test: { output: 'abc' }, mlflowGetRun: null }]);
    expect(errors).toEqual([expect.stringContaining('none')]);
  });

  it.each([
    ['not GraphQL', '{', 'Syntax Error'],
    ['an unknown field', '{ test { nothing } }', 'nothing'],
    [
      'too many root fields',
      `{${Array.from({ length: 11 }, (_, i) => `k${i}: test { output }`).join(' ')}}`,
      'GraphQL queries should have at most 10 root fields, got 11 root fields'
    ],
    [
      'too many aliases, hidden in fragments',
      `{ test { ...A ...B } } fragment A on Test { ${aliases('a')} } fragment B on Test { ${aliases('b')} }`,
      'GraphQL queries should have at most 10 aliases, got 12 aliases'
    ],
    ['too deep', `{ ${'x { '.repeat(10)}y${' }'.repeat(10)} }`, 'maximum depth of 10'],
    ['recursive', '{ test { ...A } } fragment A on Test { x { ...A } }', 'maximum depth of 10'],
    [
      'too wide',
      `{ test { ${Array.from({ length: 1001 }, (_, i) => `f${i}`).join(' ')} } }`,
      'maximum total selections of 1000'
    ],
    ['too long', `{ ${'test '.repeat(30_000)} }`, 'tokens']
  ])('rejects a query that is %s with a message', async (_what, query, sentence) => {
    const { status, data, errors } = await send(query);
    expect([status, data]).toEqual([200, null]);
    expect(errors?.[0]).toContain(sentence);
  });

  const repeated = (count: number) => Array.from({ length: count }, () => 'output').join(' ');
  it.each([
    [
      '3,000 fields in a fragment that is not used',
      `{ test { output } } fragment F on Test { ${repeated(3000)} }`,
      'named'
    ],
    [
      '3,000 aliases there',
      `{ test { output } } fragment F on Test { ${aliases('a').repeat(500)} }`,
      'tokens'
    ],
    ['900 fields of one name', `{ ${`test { ${repeated(100)} } `.repeat(9)} }`, 'named'],
    ['8,000 nested fragments', `{ ${'... { '.repeat(8000)}`, 'nested brackets'],
    ['8,000 nested lists', `{ test(inputString: ${'['.repeat(8000)}`, 'nested brackets'],
    ['1 MB of text', `{ test(inputString: "${'a'.repeat(1_000_000)}") { output } }`, 'characters'],
    ['5,000 fragments', 'fragment F on Test { output } '.repeat(5000), 'tokens']
  ])('refuses %s at once', async (_what, query, sentence) => {
    await send('{ test { output } }');
    const before = process.cpuUsage();
    const { status, data, errors } = await send(query);
    expect([status, data, errors]).toEqual([200, null, [expect.stringContaining(sentence)]]);
    // It was two seconds; the request itself and the collection of garbage are part of this.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  it('refuses searches for more than 5,000 runs together', async () => {
    const search = (name: string, maxResults: number) =>
      `${name}: mlflowSearchRuns(input: { experimentIds: ["0"], maxResults: ${maxResults} }) { runs { info { runId } } }`;
    const within = await send(`{ ${search('a', 2500)} ${search('b', 2500)} }`);
    expect([within.status, within.errors]).toEqual([200, null]);
    const beyond = await send(`{ ${search('a', 2500)} ${search('b', 2501)} }`);
    expect(beyond.errors).toEqual([expect.stringMatching(/5001.*5000/)]);
  });

  it('responds with 400 if the query is missing', async () => {
    const response = await workspace.app.inject({
      method: 'POST',
      url: `${prefix}/graphql`,
      payload: {}
    });
    expect([response.statusCode, response.json<{ error_code: string }>().error_code]).toEqual([
      400,
      'INVALID_PARAMETER_VALUE'
    ]);
  });
});

function aliases(name: string): string {
  return Array.from({ length: 6 }, (_, i) => `${name}${i}: output`).join(' ');
}
