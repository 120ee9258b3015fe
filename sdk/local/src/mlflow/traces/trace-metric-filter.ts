import { fail } from '../errors.js';
import type { Condition } from '../search/sql.js';
import { tokenize, type Token } from '../search/tokenizer.js';
import type { MetricView } from './trace-metric-kinds.js';

/** The longest filter, in characters, and the most filters of a request. Each is computed for every row. */
const limits = { characters: 10_000, filters: 100 };

/** The SQL of what a filter without a key compares, and the view to which it belongs. */
const columns: Record<string, { sql: string; view?: MetricView }> = {
  'trace.status': { sql: 'r.state' },
  'span.name': { sql: 's.name', view: 'SPANS' },
  'span.status': { sql: 's.status', view: 'SPANS' },
  'span.type': { sql: 's.type', view: 'SPANS' },
  'assessment.name': { sql: 'a.name', view: 'ASSESSMENTS' },
  'assessment.type': { sql: 'a.kind', view: 'ASSESSMENTS' }
};

const keyedEntity = /^(tag|metadata)\.(?:`([^`]+)`|(.+))$/;
const runKey = 'mlflow.sourceRun';

/**
 * Returns the conditions of filters, each of which is one comparison with `=`.
 *
 * @example metricConditions(["trace.status = 'OK'", "trace.metadata.mlflow.trace.session = 's1'"], 'TRACES')
 */
export function metricConditions(filters: readonly string[], view: MetricView): Condition[] {
  if (filters.length > limits.filters)
    throw fail('FilterTooLong', { items: 'comparisons', limit: limits.filters });
  return filters.map(filter => condition(filter, view));
}

function condition(filter: string, view: MetricView): Condition {
  const { prefix, rest, value } = parsed(filter);
  const [, entity, quoted, plain = ''] = (prefix === 'trace' && keyedEntity.exec(rest)) || [];
  if (entity) return keyed(entity, quoted ?? plain, value);
  const name = `${prefix}.${rest}`;
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw fail('TraceMetricFilterInvalid', { filter });
  if (column.view && column.view !== view)
    throw fail('TraceMetricFilterView', { prefix, needed: column.view, view });
  return { sql: `${column.sql} = ?`, args: [value] };
}

const partsOf = ({ parts }: Token) => parts ?? [];

/** Splits a filter such as `trace.tag.team = 'a'` into `trace`, `tag.team` and `a`. */
function parsed(filter: string): { prefix: string; rest: string; value: string } {
  if (filter.length > limits.characters)
    throw fail('FilterTooLong', { items: 'characters', limit: limits.characters });
  const [word, operator, value, ...others] = tokenize(filter);
  if (word?.kind !== 'word' || operator?.kind !== 'operator' || !value || others.length > 0)
    throw fail('TraceMetricFilterInvalid', { filter });
  const [prefix = '', rest = ''] = partsOf(word);
  if (operator.text !== '=')
    throw fail('TraceMetricComparatorInvalid', { operator: operator.text });
  if (value.kind !== 'string') throw fail('FilterStringExpected', { key: rest, found: value.text });
  return { prefix, rest, value: value.text };
}

/** A trace is also of the runs that it was linked to later. */
function keyed(entity: string, key: string, value: string): Condition {
  const table = entity === 'tag' ? 'mlflow_trace_tags' : 'mlflow_trace_metadata';
  const sql = `EXISTS (SELECT 1 FROM ${table} t WHERE t.trace_id = r.trace_id AND t.key = ? AND t.value = ?)`;
  if (entity === 'tag' || key !== runKey) return { sql, args: [key, value] };
  return {
    sql: `${sql} OR EXISTS (SELECT 1 FROM mlflow_trace_links t WHERE t.trace_id = r.trace_id AND t.kind = 'run' AND t.target = ?)`,
    args: [key, value, value]
  };
}
