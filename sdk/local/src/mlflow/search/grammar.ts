/** What a comparison is about. */
export type Entity = 'attribute' | 'metric' | 'parameter' | 'tag' | 'dataset';

export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
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

/** What one kind of search understands. */
export interface Grammar {
  /** Prefixes, such as `metrics`, and what they stand for. */
  prefixes: Record<string, Entity>;
  /** Attributes that can be compared; `alias` names the column it means. */
  attributes: Record<string, { type: 'text' | 'number'; alias?: string }>;
  operators: Record<Entity, readonly Operator[]>;
  /** Texts that may be compared with a list: which attributes, or every text. */
  lists: readonly string[] | 'any';
}

const order: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const match: readonly Operator[] = ['=', '!=', 'LIKE', 'ILIKE'];
const listed: readonly Operator[] = [...match, 'IN', 'NOT IN'];
const optional: readonly Operator[] = [...match, 'IS NULL', 'IS NOT NULL'];

/** Numbers are ordered whatever they belong to; texts by their entity's own list. */
export const numberOperators = order;

const attribute = { attribute: 'attribute', attributes: 'attribute', attr: 'attribute' } as const;
const tag = { tag: 'tag', tags: 'tag' } as const;
const text = { type: 'text' } as const;
const time = { type: 'number' } as const;
const operators = {
  attribute: listed,
  metric: order,
  parameter: optional,
  tag: optional,
  dataset: listed
};

const startTime = { type: 'number', alias: 'start_time' } as const;
const runName = { type: 'text', alias: 'run_name' } as const;

export const runGrammar: Grammar = {
  prefixes: {
    ...attribute,
    run: 'attribute',
    ...tag,
    metric: 'metric',
    metrics: 'metric',
    parameter: 'parameter',
    parameters: 'parameter',
    param: 'parameter',
    params: 'parameter',
    dataset: 'dataset',
    datasets: 'dataset'
  },
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

export const experimentGrammar: Grammar = {
  prefixes: { attribute: 'attribute', ...tag },
  attributes: { name: text, experiment_id: text, creation_time: time, last_update_time: time },
  operators,
  lists: ['experiment_id']
};

const registry = { ...operators, tag: match };

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
  operators: { attribute: listed, metric: order, parameter: listed, tag: listed, dataset: [] },
  lists: 'any'
};
