import type { Condition } from '../search/sql.js';

export type MetricView = 'TRACES' | 'SPANS' | 'ASSESSMENTS';
export type Aggregation = 'COUNT' | 'SUM' | 'AVG' | 'PERCENTILE' | 'MIN' | 'MAX';

/** What is measured of each row of a view, and how the values may be combined and grouped. */
export interface MetricKind {
  /** The SQL of the value; a row for which it is NULL is not counted. */
  value: string;
  /** Counts different values instead of rows. */
  isDistinct?: boolean;
  aggregations: readonly Aggregation[];
  dimensions: readonly string[];
  /** The SQL of the time in milliseconds that a range of the request limits, if it is not that of the trace. */
  rangeTime?: string;
}

/** The rows that are measured. In SQL, `r` is the trace, `s` a span and `a` an assessment. */
interface View {
  from: string;
  /** The SQL of the time in milliseconds by which the rows are grouped. */
  time: string;
  where: Condition;
  metrics: Record<string, MetricKind>;
  /** The SQL of each dimension. */
  dimensions: Record<string, string>;
}

const amounts = ['AVG', 'MIN', 'MAX', 'PERCENTILE'] as const;
const sums = ['SUM', ...amounts] as const;

const nothing: Condition = { sql: 'true', args: [] };

/** The SQL of the value of a key of a trace's tags or metadata. */
const keyed = (table: string, key: string) =>
  `(SELECT t.value FROM mlflow_trace_${table} t WHERE t.trace_id = r.trace_id AND t.key = '${key}')`;

/** The SQL of a number in a JSON text, which is NULL if the text is not JSON. */
const numberIn = (text: string, key: string) =>
  `(SELECT CASE WHEN json_valid(j.v) AND json_type(j.v, '$.${key}') IN ('integer', 'real') THEN json_extract(j.v, '$.${key}') END
    FROM (SELECT ${text} AS v) j)`;

/** The SQL of the content of a JSON string, or of any other text as it is. */
const unquoted = (text: string) =>
  `(SELECT CASE WHEN json_valid(j.v) AND json_type(j.v) = 'text' THEN j.v ->> '$' ELSE j.v END FROM (SELECT ${text} AS v) j)`;

/**
 * The SQL of an attribute of a span as text. It is stored as JSON, and MLflow's clients may have sent it as JSON text. Spans without
 * attributes of language models are not parsed.
 */
const attribute = (key: string) =>
  `CASE WHEN instr(s.content, '${key}') THEN ${unquoted(unquoted(`json_extract(s.content, '$.attributes."${key}"')`))} END`;

/** The most characters of a model's name by which costs are grouped, as in MLflow. */
const MODEL_LENGTH = 500;

const tokens = (key: string): MetricKind => ({
  value: numberIn(keyed('metadata', 'mlflow.trace.tokenUsage'), key),
  aggregations: sums,
  dimensions: ['trace_name']
});

const SPAN_TIME = '(s.start_ns / 1000000)';

const cost = (key: string): MetricKind => ({
  value: numberIn(attribute('mlflow.llm.cost'), key),
  aggregations: sums,
  dimensions: ['span_model_name', 'span_model_provider'],
  rangeTime: SPAN_TIME
});

const traces: View = {
  from: 'mlflow_traces r',
  time: 'r.request_time',
  where: nothing,
  metrics: {
    trace_count: {
      value: 'r.trace_id',
      aggregations: ['COUNT'],
      dimensions: ['trace_name', 'trace_status']
    },
    session_count: {
      value: keyed('metadata', 'mlflow.trace.session'),
      isDistinct: true,
      aggregations: ['COUNT'],
      dimensions: []
    },
    latency: { value: 'r.duration', aggregations: amounts, dimensions: ['trace_name'] },
    input_tokens: tokens('input_tokens'),
    output_tokens: tokens('output_tokens'),
    total_tokens: tokens('total_tokens'),
    cache_read_input_tokens: tokens('cache_read_input_tokens'),
    cache_creation_input_tokens: tokens('cache_creation_input_tokens')
  },
  dimensions: { trace_name: keyed('tags', 'mlflow.traceName'), trace_status: 'r.state' }
};

const spans: View = {
  from: 'mlflow_spans s JOIN mlflow_traces r USING (trace_id)',
  time: SPAN_TIME,
  where: nothing,
  metrics: {
    span_count: {
      value: 's.span_id',
      aggregations: ['COUNT'],
      dimensions: [
        'span_name',
        'span_type',
        'span_status',
        'span_model_name',
        'span_model_provider'
      ]
    },
    latency: {
      value: 'CASE WHEN s.end_ns > 0 THEN (s.end_ns - s.start_ns) / 1000000 END',
      aggregations: amounts,
      dimensions: ['span_name', 'span_status']
    },
    input_cost: cost('input_cost'),
    output_cost: cost('output_cost'),
    total_cost: cost('total_cost')
  },
  dimensions: {
    span_name: 's.name',
    span_type: 's.type',
    span_status: 's.status',
    span_model_name: `substr(${attribute('mlflow.llm.model')}, 1, ${MODEL_LENGTH})`,
    span_model_provider: `substr(${attribute('mlflow.llm.provider')}, 1, ${MODEL_LENGTH})`
  }
};

const assessments: View = {
  from: 'mlflow_assessments a JOIN mlflow_traces r USING (trace_id)',
  time: 'r.request_time',
  // An assessment that another one overrides counts no more.
  where: { sql: 'a.valid', args: [] },
  metrics: {
    assessment_count: {
      value: 'a.assessment_id',
      aggregations: ['COUNT'],
      dimensions: ['assessment_name', 'assessment_value']
    },
    assessment_value: {
      value: `CASE json_type(a.value) WHEN 'true' THEN 1 WHEN 'false' THEN 0 WHEN 'integer' THEN a.value ->> '$'
        WHEN 'real' THEN a.value ->> '$'
        WHEN 'text' THEN CASE lower(trim(a.value ->> '$')) WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END END`,
      aggregations: amounts,
      dimensions: ['assessment_name']
    }
  },
  dimensions: {
    assessment_name: 'a.name',
    // MLflow receives numbers as doubles, and groups by their JSON in Python's words.
    assessment_value: "CASE json_type(a.value) WHEN 'integer' THEN a.value || '.0' ELSE a.value END"
  }
};

export const views: Record<MetricView, View> = {
  TRACES: traces,
  SPANS: spans,
  ASSESSMENTS: assessments
};
