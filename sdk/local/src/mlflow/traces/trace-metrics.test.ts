import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefix, TestWorkspace } from '../mlflow.test-support.js';

interface Point {
  metric_name: string;
  dimensions?: Record<string, string>;
  values: Record<string, number>;
}

const START = Date.parse('2026-01-02T03:00:00Z');
const aggregation = (type: string, percentile?: number) => ({
  aggregation_type: type,
  percentile_value: percentile
});

describe('POST /traces/metrics', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const ask = async (query: object) =>
    workspace.call3('POST', 'traces/metrics', {
      experiment_ids: ['0'],
      view_type: 'TRACES',
      aggregations: [aggregation('COUNT')],
      ...query
    });
  const points = async (query: object) => {
    const { body } = await ask(query);
    return ((body.data_points ?? []) as Point[]).map(({ dimensions = {}, values }) => [
      Object.values(dimensions).join(),
      values
    ]);
  };

  /** Stores a trace that started some minutes after the first. */
  const trace = (id: string, minute: number, facts: object = {}) =>
    workspace.call3('POST', 'traces', {
      trace: {
        trace_info: {
          trace_id: id,
          trace_location: { mlflow_experiment: { experiment_id: '0' } },
          request_time: new Date(START + minute * 60_000).toISOString(),
          state: 'OK',
          ...facts
        }
      }
    });
  const named = (name: string, facts: object = {}) => ({
    tags: { 'mlflow.traceName': name },
    ...facts
  });

  /** Sends spans of a trace by OpenTelemetry's protocol, as MLflow's clients do. */
  const spans = (trace: number, ...all: { name: string; ms: number; [key: string]: unknown }[]) =>
    workspace.app.inject({
      method: 'POST',
      url: `${prefix}/v1/traces`,
      headers: { 'content-type': 'application/json', 'x-mlflow-experiment-id': '0' },
      payload: {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: all.map(({ name, ms, ...attributes }, i) => ({
                  traceId: String(trace).padStart(32, '0'),
                  spanId: String(i + 1).padStart(16, '0'),
                  name,
                  startTimeUnixNano: `${START}000000`,
                  endTimeUnixNano: `${START + ms}000999`,
                  attributes: Object.entries(attributes).map(([key, value]) => ({
                    key: key.replaceAll('_', '.'),
                    value: { stringValue: value }
                  }))
                }))
              }
            ]
          }
        ]
      }
    });

  it('counts the traces of each name and status', async () => {
    await trace('a', 0, named('x'));
    await trace('b', 0, named('x', { state: 'ERROR' }));
    await trace('c', 0, named('y'));
    await trace('d', 0);
    expect(await points({ metric_name: 'trace_count' })).toEqual([['', { COUNT: 4 }]]);
    expect(
      await points({ metric_name: 'trace_count', dimensions: ['trace_name', 'trace_status'] })
    ).toEqual([
      ['x,ERROR', { COUNT: 1 }],
      ['x,OK', { COUNT: 1 }],
      ['y,OK', { COUNT: 1 }]
    ]);
    const { body } = await ask({ metric_name: 'trace_count', experiment_ids: ['5'] });
    expect(body).toEqual({ data_points: [{ metric_name: 'trace_count', values: { COUNT: 0 } }] });
  });

  it('combines latencies, and interpolates percentiles', async () => {
    for (const [i, seconds] of [0.1, 0.2, 0.3, 0.4].entries())
      await trace(`t${i}`, 0, { execution_duration: `${seconds}s` });
    await trace('running', 0);
    const aggregations = [
      aggregation('AVG'),
      aggregation('MIN'),
      aggregation('MAX'),
      aggregation('PERCENTILE', 50),
      aggregation('PERCENTILE', 99.5),
      aggregation('PERCENTILE', 0),
      aggregation('PERCENTILE', 100)
    ];
    const [[, values] = []] = await points({ metric_name: 'latency', aggregations });
    expect(values).toEqual({
      AVG: 250,
      MIN: 100,
      MAX: 400,
      'P50.0': 250,
      'P99.5': expect.closeTo(398.5, 6) as number,
      'P0.0': 100,
      'P100.0': 400
    });
    const { body } = await ask({ metric_name: 'latency', aggregations, experiment_ids: ['5'] });
    expect(body).toEqual({});
  });

  it('computes percentiles within each group', async () => {
    for (const [i, name] of ['x', 'x', 'x', 'y'].entries())
      await trace(`t${i}`, 0, named(name, { execution_duration: `${i + 1}s` }));
    expect(
      await points({
        metric_name: 'latency',
        aggregations: [aggregation('PERCENTILE', 50)],
        dimensions: ['trace_name']
      })
    ).toEqual([
      ['x', { 'P50.0': 2000 }],
      ['y', { 'P50.0': 4000 }]
    ]);
  });

  it('groups by buckets of time, within a range', async () => {
    for (const minute of [0, 10, 70, 200]) await trace(`t${minute}`, minute);
    const query = {
      metric_name: 'trace_count',
      time_interval_seconds: 3600,
      start_time_ms: START,
      end_time_ms: START + 100 * 60_000
    };
    expect(await points(query)).toEqual([
      ['2026-01-02T03:00:00+00:00', { COUNT: 2 }],
      ['2026-01-02T04:00:00+00:00', { COUNT: 1 }]
    ]);
    expect(await points({ ...query, max_results: 1 })).toHaveLength(1);
    expect((await ask({ ...query, end_time_ms: undefined })).status).toBe(400);
    expect((await ask({ ...query, time_interval_seconds: -1 })).status).toBe(400);
  });

  it('adds tokens, and counts sessions', async () => {
    const metadata = (tokens: unknown, session?: string) => ({
      trace_metadata: {
        'mlflow.trace.tokenUsage': typeof tokens === 'string' ? tokens : JSON.stringify(tokens),
        ...(session && { 'mlflow.trace.session': session })
      }
    });
    await trace('a', 0, metadata({ input_tokens: 10, total_tokens: 2 ** 62 }, 's1'));
    await trace('b', 0, metadata({ input_tokens: 5, total_tokens: 2 ** 62 }, 's1'));
    await trace('c', 0, metadata('no json', 's2'));
    await trace('d', 0, metadata({ input_tokens: 'many' }));
    const sum = [aggregation('SUM')];
    expect(await points({ metric_name: 'input_tokens', aggregations: sum })).toEqual([
      ['', { SUM: 15 }]
    ]);
    expect(await points({ metric_name: 'total_tokens', aggregations: sum })).toEqual([
      ['', { SUM: 2 ** 63 }]
    ]);
    expect(await points({ metric_name: 'session_count' })).toEqual([['', { COUNT: 2 }]]);
  });

  it('measures spans, and the costs of language models', async () => {
    const llm = (provider: string, cost: number) => ({
      mlflow_spanType: '"LLM"',
      mlflow_llm_model: '"gpt"',
      mlflow_llm_provider: provider,
      mlflow_llm_cost: JSON.stringify({ input_cost: cost, total_cost: cost * 2 })
    });
    await spans(1, { name: 'root', ms: 30 }, { name: 'ask', ms: 10, ...llm('a', 0.5) });
    await spans(2, { name: 'root', ms: 50 }, { name: 'ask', ms: 20, ...llm('"b"', 0.25) });
    const view_type = 'SPANS';
    expect(
      await points({ view_type, metric_name: 'span_count', dimensions: ['span_name', 'span_type'] })
    ).toEqual([
      ['ask,LLM', { COUNT: 2 }],
      ['root,UNKNOWN', { COUNT: 2 }]
    ]);
    expect(
      await points({
        view_type,
        metric_name: 'latency',
        aggregations: [aggregation('AVG')],
        filters: ["span.name = 'root'"]
      })
    ).toEqual([['', { AVG: 40 }]]);
    expect(
      await points({
        view_type,
        metric_name: 'total_cost',
        aggregations: [aggregation('SUM'), aggregation('MAX')],
        dimensions: ['span_model_name', 'span_model_provider']
      })
    ).toEqual([
      ['gpt,a', { SUM: 1, MAX: 1 }],
      ['gpt,b', { SUM: 0.5, MAX: 0.5 }]
    ]);
  });

  it('measures valid assessments', async () => {
    await trace('a', 0);
    const assess = async (name: string, value: unknown, facts: object = {}) => {
      const { body } = await workspace.call3('POST', 'traces/a/assessments', {
        assessment: { assessment_name: name, feedback: { value }, ...facts }
      });
      return (body.assessment as { assessment_id: string }).assessment_id;
    };
    await assess('good', true);
    await assess('good', ' Yes ');
    const replaced = await assess('good', 'no');
    await assess('good', 0.5, { overrides: replaced });
    await assess('words', 'maybe');
    const view_type = 'ASSESSMENTS';
    const dimensions = ['assessment_name'];
    expect(await points({ view_type, metric_name: 'assessment_count', dimensions })).toEqual([
      ['good', { COUNT: 3 }],
      ['words', { COUNT: 1 }]
    ]);
    expect(
      await points({
        view_type,
        metric_name: 'assessment_value',
        aggregations: [aggregation('AVG')],
        dimensions
      })
    ).toEqual([['good', { AVG: expect.closeTo(2.5 / 3, 9) as number }]]);
    expect(
      await points({
        view_type,
        metric_name: 'assessment_count',
        dimensions: ['assessment_value'],
        filters: ["assessment.name = 'words'", "assessment.type = 'feedback'"]
      })
    ).toEqual([['"maybe"', { COUNT: 1 }]]);
    await assess('rank', 2);
    expect(
      await points({
        view_type,
        metric_name: 'assessment_count',
        dimensions: ['assessment_value'],
        filters: ["assessment.name = 'rank'"]
      })
    ).toEqual([['2.0', { COUNT: 1 }]]);
  });

  it.each([
    ["trace.status = 'ERROR'", 1],
    ["trace.tag.team = 'a'", 1],
    ["trace.tag.`my team` = 'b'", 1],
    ["trace.metadata.mlflow.trace.session = 's'", 1],
    ["trace.metadata.mlflow.sourceRun = 'r'", 2]
  ])('filters by %s', async (filter, COUNT) => {
    await trace('a', 0, { state: 'ERROR', tags: { team: 'a' } });
    const trace_metadata = { 'mlflow.trace.session': 's', 'mlflow.sourceRun': 'r' };
    await trace('b', 0, { tags: { 'my team': 'b' }, trace_metadata });
    await workspace.run();
    workspace.db.prepare("INSERT INTO mlflow_trace_links VALUES ('a', 'run', 'r')").run();
    expect(await points({ metric_name: 'trace_count', filters: [filter] })).toEqual([
      ['', { COUNT }]
    ]);
  });

  it.each([
    { metric_name: 'nope' },
    { metric_name: 'trace_count', aggregations: [aggregation('SUM')] },
    { metric_name: 'trace_count', aggregations: [] },
    { metric_name: 'trace_count', aggregations: [aggregation('COUNT', 5)] },
    { metric_name: 'trace_count', dimensions: ['span_name'] },
    { metric_name: 'trace_count', experiment_ids: ['x'] },
    { metric_name: 'trace_count', view_type: 'RUNS' },
    { metric_name: 'trace_count', max_results: 0 },
    { metric_name: 'latency', aggregations: [aggregation('PERCENTILE')] },
    { metric_name: 'latency', aggregations: [aggregation('PERCENTILE', 101)] },
    { metric_name: 'latency', aggregations: [aggregation('PERCENTILE', NaN)] },
    ...[
      "trace.status != 'OK'",
      'trace.status = OK',
      'trace.status = 5',
      "trace.nope = 'x'",
      "trace.tag = 'x'",
      "span.name = 'x'",
      "status = 'OK'",
      "trace.status = 'OK' AND trace.status = 'OK'",
      ''
    ].map(filter => ({ metric_name: 'trace_count', filters: [filter] }))
  ])('rejects %j', async query => {
    const { status, body } = await ask(query);
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});
