import { evaluationDatasetGrammar, evaluationDatasetOrderGrammar } from '../search/grammar.js';
import { attributeOrders } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { all, compare, compareKeyed, type Condition } from '../search/sql.js';

export interface EvaluationDatasetQuery {
  /** Data sets of any of these experiments; of all if there are none. */
  experimentIds: readonly string[];
  filter?: string;
  orderBy: readonly string[];
  offset: number;
  limit: number;
}

/** Returns the query of a search: rows of `mlflow_evaluation_datasets d`, by default the newest first. */
export function evaluationDatasetQuery(query: EvaluationDatasetQuery): Condition {
  const where = all([
    ...(query.experimentIds.length > 0 ? [ofExperiments(query.experimentIds)] : []),
    ...parseFilter(query.filter, evaluationDatasetGrammar).map(comparison =>
      comparison.entity === 'tag'
        ? compareKeyed('mlflow_evaluation_dataset_tags', 't.dataset_id = d.dataset_id', comparison)
        : compare(`d.${comparison.key}`, comparison)
    )
  ]);
  const orderBy = query.orderBy.length > 0 ? query.orderBy : ['created_time DESC'];
  const orders = attributeOrders(orderBy, evaluationDatasetOrderGrammar, key => `d.${key}`);
  return {
    sql: `SELECT d.* FROM mlflow_evaluation_datasets d WHERE ${where.sql}
      ORDER BY ${[...orders, 'd.dataset_id DESC'].join(', ')} LIMIT ? OFFSET ?`,
    args: [...where.args, query.limit, query.offset]
  };
}

function ofExperiments(ids: readonly string[]): Condition {
  return {
    sql: `d.dataset_id IN (SELECT e.dataset_id FROM mlflow_evaluation_dataset_experiments e
      WHERE e.experiment_id IN (SELECT value FROM json_each(?)))`,
    args: [JSON.stringify(ids)]
  };
}
