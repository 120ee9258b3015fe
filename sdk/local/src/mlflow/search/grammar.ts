/** The kind of value that a comparison refers to. */
export type Entity =
  | 'attribute'
  | 'metric'
  | 'parameter'
  | 'tag'
  | 'dataset'
  | 'metadata'
  | 'feedback'
  | 'expectation'
  | 'issue'
  | 'span';

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'RLIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

export interface Comparison {
  entity: Entity;
  key: string;
  op: Operator;
  /** Absent for IS NULL and IS NOT NULL. */
  value?: string | number | string[];
}

interface Attribute {
  type: 'text' | 'number';
  /** The name of the column, if it differs. */
  alias?: string;
  /** The operators of this attribute, if they differ from those of other attributes. */
  operators?: readonly Operator[];
}

/** The keys and operators that one kind of search accepts. */
export interface Grammar {
  /** Maps prefixes, such as `metrics`, to entities. */
  prefixes: Record<string, Entity>;
  /** Attributes that can be compared. */
  attributes: Record<string, Attribute>;
  /** The operators of each entity; an entity that no prefix leads to has none. */
  operators: Partial<Record<Entity, readonly Operator[]>>;
  /** The operators of single keys, such as `span.content`, if they differ from those of their entity. */
  keyOperators?: Record<string, readonly Operator[]>;
  /** The keys of entities that have only certain ones. */
  keys?: Partial<Record<Entity, RegExp>>;
  /** The string attributes that may be compared with a list, or `any`. */
  lists: readonly string[] | 'any';
}

const ordering: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const matching: readonly Operator[] = ['=', '!=', 'LIKE', 'ILIKE'];
const matchingOrIn: readonly Operator[] = [...matching, 'IN', 'NOT IN'];
const matchingOrNull: readonly Operator[] = [...matching, 'IS NULL', 'IS NOT NULL'];

/** The operators for numbers of any entity. Strings have the operators of their entity. */
export const numberOperators = ordering;

const attribute = { attribute: 'attribute', attributes: 'attribute', attr: 'attribute' } as const;
const tag = { tag: 'tag', tags: 'tag' } as const;
const text = { type: 'text' } as const;
const time = { type: 'number' } as const;
const operators = {
  attribute: matchingOrIn,
  metric: ordering,
  parameter: matchingOrNull,
  tag: matchingOrNull,
  dataset: matchingOrIn
};

const startTime = { type: 'number', alias: 'start_time' } as const;
const runName = { type: 'text', alias: 'run_name' } as const;

const runPrefixes = {
  ...attribute,
  run: 'attribute',
  ...tag,
  metric: 'metric',
  metrics: 'metric',
  parameter: 'parameter',
  parameters: 'parameter',
  param: 'parameter',
  params: 'parameter'
} as const;

export const runGrammar: Grammar = {
  prefixes: { ...runPrefixes, dataset: 'dataset', datasets: 'dataset' },
  attributes: {
    artifact_uri: text,
    run_id: text,
    run_name: text,
    'run name': runName,
    'Run name': runName,
    'Run Name': runName,
    status: text,
    user_id: text,
    start_time: time,
    end_time: time,
    created: startTime,
    Created: startTime
  },
  operators,
  lists: ['run_id', 'name', 'digest', 'context']
};

/** Runs have no order by their data sets, of which each may have several. */
export const runOrderGrammar: Grammar = { ...runGrammar, prefixes: runPrefixes };

export const experimentGrammar: Grammar = {
  prefixes: { attribute: 'attribute', ...tag },
  attributes: { name: text, experiment_id: text, creation_time: time, last_update_time: time },
  operators,
  lists: ['experiment_id']
};

const registry = { ...operators, tag: matching };

export const registeredModelGrammar: Grammar = {
  prefixes: { attribute: 'attribute', ...tag },
  attributes: { name: text },
  operators: registry,
  lists: ['name']
};

export const modelVersionGrammar: Grammar = {
  prefixes: { ...attribute, ...tag },
  attributes: {
    name: text,
    run_id: text,
    source_path: { type: 'text', alias: 'source' },
    version_number: { type: 'number', alias: 'version' }
  },
  operators: registry,
  lists: ['name', 'run_id']
};

const created = { type: 'number', alias: 'created_at' } as const;
const updated = { type: 'number', alias: 'updated_at' } as const;

export const loggedModelGrammar: Grammar = {
  prefixes: {
    attributes: 'attribute',
    metrics: 'metric',
    params: 'parameter',
    tags: 'tag'
  },
  attributes: {
    model_id: text,
    name: text,
    model_type: text,
    experiment_id: text,
    source_run_id: text,
    status: text,
    creation_timestamp: created,
    creation_timestamp_ms: created,
    creation_time: created,
    last_updated_timestamp: updated,
    last_updated_timestamp_ms: updated
  },
  operators: {
    attribute: matchingOrIn,
    metric: ordering,
    parameter: matchingOrIn,
    tag: matchingOrIn
  },
  lists: 'any'
};

const requestTime = { type: 'number', alias: 'request_time' } as const;
const duration = { type: 'number', alias: 'duration' } as const;
const endTime = { type: 'number', alias: 'end_time' } as const;
const spanOperators = [...matchingOrIn, 'RLIKE'] as const;
const traceTagOperators = [...matchingOrNull, 'RLIKE'] as const;
const assessmentOperators = [...traceTagOperators, '<', '<=', '>', '>='] as const;

export const traceGrammar: Grammar = {
  prefixes: {
    ...attribute,
    trace: 'attribute',
    ...tag,
    request_metadata: 'metadata',
    metadata: 'metadata',
    feedback: 'feedback',
    expectation: 'expectation',
    issue: 'issue',
    span: 'span'
  },
  attributes: {
    request_id: { type: 'text', alias: 'trace_id' },
    timestamp: requestTime,
    timestamp_ms: requestTime,
    execution_time: duration,
    execution_time_ms: duration,
    end_time: endTime,
    end_time_ms: endTime,
    status: { type: 'text', alias: 'state' },
    client_request_id: text,
    name: text,
    run_id: text,
    prompt: { type: 'text', operators: ['='] },
    text: { type: 'text', operators: ['LIKE', 'ILIKE'] }
  },
  operators: {
    attribute: spanOperators,
    tag: traceTagOperators,
    metadata: traceTagOperators,
    feedback: assessmentOperators,
    expectation: assessmentOperators,
    issue: ['='],
    span: spanOperators
  },
  keyOperators: { 'span.content': ['LIKE', 'ILIKE'] },
  keys: {
    issue: /^id$/,
    span: /^(?:name|type|status|content|attributes\.[^]+)$/
  },
  lists: 'any'
};

/** Traces can also be ordered by their experiment, which a filter cannot compare. */
export const traceOrderGrammar: Grammar = {
  ...traceGrammar,
  attributes: { ...traceGrammar.attributes, experiment_id: time }
};

export const evaluationDatasetGrammar: Grammar = {
  prefixes: { tags: 'tag' },
  attributes: {
    name: { type: 'text', operators: [...matching, 'IN'] },
    created_time: time,
    last_update_time: time,
    created_by: text,
    last_updated_by: text
  },
  operators: { attribute: matching, tag: matching },
  lists: ['name']
};

export const evaluationDatasetOrderGrammar: Grammar = {
  ...evaluationDatasetGrammar,
  attributes: { name: text, created_time: time, last_update_time: time }
};
