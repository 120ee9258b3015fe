import { fail } from '../errors.js';
import { traceGrammar, traceOrderGrammar, type Comparison } from '../search/grammar.js';
import { parseOrders, type Order } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { isOfSpan, spanCondition } from './span-search.js';
import { all, compare, compareKeyed, type Condition } from '../search/sql.js';

export interface TraceQuery {
  experimentIds: readonly string[];
  filter?: string;
  orderBy: readonly string[];
  offset: number;
  limit: number;
}

const ofTrace = 't.trace_id = r.trace_id';
const endTime = '(r.request_time + ifnull(r.duration, 0))';

/** Attributes that MLflow's clients store under a key of the tags or of the metadata. */
const nameTag = 'mlflow.traceName';
const runMetadata = 'mlflow.sourceRun';

/** Returns the query of a search: rows of `mlflow_traces r`, by default the newest first. */
export function traceQuery(query: TraceQuery): Condition {
  const where = all([ofExperiments(query.experimentIds), ...filterConditions(query.filter)]);
  const orders = parseOrders(query.orderBy, traceOrderGrammar).map(orderTerm);
  const terms = [...orders.map(term => term.sql), 'r.request_time DESC', 'r.trace_id'];
  return {
    sql: `SELECT r.* FROM mlflow_traces r WHERE ${where.sql} ORDER BY ${terms.join(', ')} LIMIT ? OFFSET ?`,
    args: [...where.args, ...orders.flatMap(term => term.args), query.limit, query.offset]
  };
}

/** Returns the query that counts the traces that match two filters, each and both, among those that match the base. */
export function correlationQuery(
  experimentIds: readonly string[],
  { base, first, second }: { base?: string; first: string; second: string }
): Condition {
  const where = all([ofExperiments(experimentIds), ...filterConditions(base)]);
  const one = all(filterConditions(first));
  const other = all(filterConditions(second));
  return {
    sql: `SELECT count(*) AS total, count(nullif(a, 0)) AS first, count(nullif(b, 0)) AS second, count(nullif(a AND b, 0)) AS both
      FROM (SELECT ifnull(${one.sql}, 0) AS a, ifnull(${other.sql}, 0) AS b FROM mlflow_traces r WHERE ${where.sql})`,
    args: [...one.args, ...other.args, ...where.args]
  };
}

/** The condition that a trace `r` belongs to one of these experiments. */
export function ofExperiments(ids: readonly string[]): Condition {
  return {
    sql: 'r.experiment_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))',
    args: [JSON.stringify(ids)]
  };
}

/** Returns the conditions of a filter on `mlflow_traces r`. All comparisons with spans must hold for one and the same span. */
export function filterConditions(filter: string | undefined): Condition[] {
  const comparisons = parseFilter(filter, traceGrammar);
  const ofSpan = comparisons.filter(isOfSpan);
  const others = comparisons.filter(comparison => !isOfSpan(comparison)).map(condition);
  return ofSpan.length === 0 ? others : [...others, spanCondition(ofSpan)];
}

function condition(comparison: Comparison): Condition {
  switch (comparison.entity) {
    case 'tag':
      return compareKeyed('mlflow_trace_tags', ofTrace, comparison);
    case 'metadata':
      return compareKeyed('mlflow_trace_metadata', ofTrace, comparison);
    case 'feedback':
    case 'expectation':
      return assessed(comparison);
    case 'issue':
      return {
        sql: `EXISTS (SELECT 1 FROM mlflow_assessments t WHERE ${ofTrace} AND t.kind = 'issue' AND t.name = ?)`,
        args: [String(comparison.value)]
      };
    default:
      return attribute(comparison);
  }
}

function attribute(comparison: Comparison): Condition {
  switch (comparison.key) {
    case 'name':
      return compareKeyed('mlflow_trace_tags', ofTrace, { ...comparison, key: nameTag });
    case 'run_id':
      return ofRun(comparison);
    case 'prompt':
      return {
        sql: `EXISTS (SELECT 1 FROM mlflow_trace_links t WHERE ${ofTrace} AND t.kind = 'prompt' AND t.target = ?)`,
        args: [String(comparison.value)]
      };
    case 'end_time':
      return compare(endTime, comparison);
    default:
      return compare(`r.${comparison.key}`, comparison);
  }
}

/** A trace is of the run in which it was recorded and of the runs that it was linked to later. */
function ofRun(comparison: Comparison): Condition {
  const recorded = compareKeyed('mlflow_trace_metadata', ofTrace, {
    ...comparison,
    key: runMetadata
  });
  if (comparison.op !== '=') return recorded;
  return {
    sql: `${recorded.sql} OR EXISTS (SELECT 1 FROM mlflow_trace_links t WHERE ${ofTrace} AND t.kind = 'run' AND t.target = ?)`,
    args: [...recorded.args, String(comparison.value)]
  };
}

/**
 * Compares the value of a valid assessment. Filters write every value as a string: it is compared with the JSON text of a number or
 * boolean, and with the content of a string.
 */
function assessed({ entity, key, op, value }: Comparison): Condition {
  const found = `SELECT 1 FROM mlflow_assessments t WHERE ${ofTrace} AND t.kind = ? AND t.name = ? AND t.valid`;
  const args = [entity, key];
  if (op === 'IS NULL') return { sql: `NOT EXISTS (${found})`, args };
  if (op === 'IS NOT NULL') return { sql: `EXISTS (${found})`, args };
  if (op === '<' || op === '<=' || op === '>' || op === '>=') {
    const bound = Number(value);
    if (value === '' || Number.isNaN(bound))
      throw fail('FilterNumberExpected', { key, found: String(value) });
    return {
      sql: `EXISTS (${found} AND json_type(t.value) IN ('integer', 'real') AND t.value ->> '$' ${op} ?)`,
      args: [...args, bound]
    };
  }
  const text = "CASE json_type(t.value) WHEN 'text' THEN t.value ->> '$' ELSE t.value END";
  const compared = compare(text, { op, value });
  return { sql: `EXISTS (${found} AND ${compared.sql})`, args: [...args, ...compared.args] };
}

function orderTerm({ entity, key, ascending }: Order): Condition {
  const direction = `${ascending ? 'ASC' : 'DESC'} NULLS LAST`;
  const keyed = (table: string, name: string) => ({
    sql: `(SELECT t.value FROM ${table} t WHERE ${ofTrace} AND t.key = ?) ${direction}`,
    args: [name]
  });
  if (entity === 'tag') return keyed('mlflow_trace_tags', key);
  if (entity === 'metadata') return keyed('mlflow_trace_metadata', key);
  if (entity !== 'attribute') throw fail('OrderByEntityInvalid', { entity });
  if (key === 'name') return keyed('mlflow_trace_tags', nameTag);
  if (key === 'run_id') return keyed('mlflow_trace_metadata', runMetadata);
  return { sql: `${key === 'end_time' ? endTime : `r.${key}`} ${direction}`, args: [] };
}
