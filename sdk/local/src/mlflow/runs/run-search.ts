import { contextTag } from '../experiments/datasets.js';
import { stagesOf, type View } from '../lifecycle.js';
import { runGrammar, runOrderGrammar, type Comparison } from '../search/grammar.js';
import { parseOrders, type Order } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { all, compare, compareKeyed, type Condition } from '../search/sql.js';

export interface RunQuery {
  experimentIds: string[];
  filter?: string;
  orderBy: string[];
  view: View;
  offset: number;
  limit: number;
}

const ofRun = 't.run_id = r.run_id';

/** Returns the query of `runs/search`: rows of `mlflow_runs r`, by default the newest first. */
export function runQuery(query: RunQuery): Condition {
  const where = all([
    ofExperiments(query.experimentIds),
    { sql: 'r.stage IN (SELECT value FROM json_each(?))', args: [stagesOf(query.view)] },
    ...parseFilter(query.filter, runGrammar).map(condition)
  ]);
  const orders = parseOrders(query.orderBy, runOrderGrammar).map(orderTerms);
  const terms = [...orders.flatMap(order => order.sql), 'r.start_time DESC', 'r.run_id'];
  return {
    sql: `SELECT r.* FROM mlflow_runs r WHERE ${where.sql} ORDER BY ${terms.join(', ')} LIMIT ? OFFSET ?`,
    args: [...where.args, ...orders.flatMap(order => order.args), query.limit, query.offset]
  };
}

/** Matches runs of the experiments. For a single experiment, the usual case, an equality lets SQLite read the runs in index order. */
function ofExperiments(ids: string[]): Condition {
  const known = ids.filter(id => /^(0|[1-9]\d{0,14})$/.test(id));
  const [only] = known;
  if (known.length === 1 && only !== undefined)
    return { sql: 'r.experiment_id = CAST(? AS INTEGER)', args: [only] };
  return {
    sql: 'r.experiment_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?))',
    args: [JSON.stringify(known)]
  };
}

function condition(comparison: Comparison): Condition {
  switch (comparison.entity) {
    case 'metric':
      return compareKeyed('mlflow_metrics', ofRun, comparison, 'NOT t.is_nan AND t.value');
    case 'parameter':
      return compareKeyed('mlflow_params', ofRun, comparison);
    case 'tag':
      return compareKeyed('mlflow_tags', ofRun, comparison);
    case 'dataset':
      return datasetCondition(comparison);
    default:
      return compare(`r.${comparison.key}`, comparison);
  }
}

function datasetCondition(comparison: Comparison): Condition {
  const context = `(SELECT value FROM json_each(i.tags) WHERE key = '${contextTag}')`;
  const { sql, args } = compare(
    comparison.key === 'context' ? context : `d.${comparison.key}`,
    comparison
  );
  return {
    sql: `EXISTS (SELECT 1 FROM mlflow_run_datasets i JOIN mlflow_datasets d USING (dataset) WHERE i.run_id = r.run_id AND ${sql})`,
    args
  };
}

/** Returns the ORDER BY terms of one order. Missing values come last, preceded by NaN, in either direction. */
function orderTerms({ entity, key, ascending }: Order): { sql: string[]; args: string[] } {
  const direction = ascending ? 'ASC' : 'DESC';
  if (entity === 'attribute') return { sql: [`r.${key} ${direction} NULLS LAST`], args: [] };
  const value = (table: string, column: string) =>
    `(SELECT t.${column} FROM ${table} t WHERE ${ofRun} AND t.key = ?)`;
  if (entity === 'metric')
    return {
      sql: [
        `${value('mlflow_metrics', 'is_nan')} ASC NULLS LAST`,
        `${value('mlflow_metrics', 'value')} ${direction}`
      ],
      args: [key, key]
    };
  const table = entity === 'tag' ? 'mlflow_tags' : 'mlflow_params';
  return { sql: [`${value(table, 'value')} ${direction} NULLS LAST`], args: [key] };
}
