import { fail } from '../errors.js';
import { loggedModelGrammar, type Comparison } from '../search/grammar.js';
import { checkOrderCount } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { all, compare, compareKeyed, type Condition } from '../search/sql.js';

export interface DatasetFilter {
  dataset_name?: string;
  dataset_digest?: string;
}

export interface LoggedModelQuery {
  experimentIds: string[];
  filter?: string;
  /** Metrics that were not measured on one of these data sets are ignored. */
  datasets: DatasetFilter[];
  orderBy: ({ field_name: string; ascending: boolean } & DatasetFilter)[];
  offset: number;
  limit: number;
}

const ofModel = 't.model_id = l.model_id';
const metricTable = 'mlflow_logged_model_metrics';

/** Returns the query of `logged-models/search`: rows of `mlflow_logged_models l`, by default the newest first. */
export function loggedModelQuery(query: LoggedModelQuery): Condition {
  const comparisons = parseFilter(query.filter, loggedModelGrammar);
  const onDatasets = datasetCondition(query.datasets);
  const where = all([
    { sql: "l.stage <> 'deleted'", args: [] },
    {
      sql: 'CAST(l.experiment_id AS TEXT) IN (SELECT value FROM json_each(?))',
      args: [JSON.stringify(query.experimentIds)]
    },
    ...comparisons.map(comparison => condition(comparison, onDatasets)),
    ...(query.datasets.length && !comparisons.some(c => c.entity === 'metric')
      ? [
          {
            sql: `EXISTS (SELECT 1 FROM ${metricTable} t WHERE ${ofModel} AND ${onDatasets.sql})`,
            args: onDatasets.args
          }
        ]
      : [])
  ]);
  checkOrderCount(query.orderBy.length);
  const orders = query.orderBy.map(order);
  const terms = [...orders.map(term => term.sql), 'l.created_at DESC', 'l.model_id'];
  return {
    sql: `SELECT l.* FROM mlflow_logged_models l WHERE ${where.sql} ORDER BY ${terms.join(', ')} LIMIT ? OFFSET ?`,
    args: [...where.args, ...orders.flatMap(term => term.args), query.limit, query.offset]
  };
}

function condition(comparison: Comparison, onDatasets: Condition): Condition {
  switch (comparison.entity) {
    case 'metric': {
      const measured = compareKeyed(
        metricTable,
        `${ofModel} AND ${onDatasets.sql}`,
        comparison,
        'NOT t.is_nan AND t.value'
      );
      return { sql: measured.sql, args: [...onDatasets.args, ...measured.args] };
    }
    case 'parameter':
      return compareKeyed('mlflow_logged_model_params', ofModel, comparison);
    case 'tag':
      return compareKeyed('mlflow_logged_model_tags', ofModel, comparison);
    default:
      return comparison.key === 'experiment_id'
        ? compare('CAST(l.experiment_id AS TEXT)', comparison)
        : compare(`l.${comparison.key}`, comparison);
  }
}

function datasetCondition(datasets: DatasetFilter[]): Condition {
  if (datasets.length === 0) return { sql: 'true', args: [] };
  const each = datasets.map(dataset => {
    if (!dataset.dataset_name) throw fail('LoggedModelDatasetInvalid');
    return dataset.dataset_digest
      ? {
          sql: '(t.dataset_name = ? AND t.dataset_digest = ?)',
          args: [dataset.dataset_name, dataset.dataset_digest]
        }
      : { sql: 't.dataset_name = ?', args: [dataset.dataset_name] };
  });
  return { sql: `(${each.map(e => e.sql).join(' OR ')})`, args: each.flatMap(e => e.args) };
}

function order(by: LoggedModelQuery['orderBy'][number]): Condition {
  const direction = by.ascending ? 'ASC' : 'DESC';
  const attribute = Object.hasOwn(loggedModelGrammar.attributes, by.field_name)
    ? loggedModelGrammar.attributes[by.field_name]
    : undefined;
  if (attribute)
    return { sql: `l.${attribute.alias ?? by.field_name} ${direction} NULLS LAST`, args: [] };
  const key = /^metrics\.(.+)$/.exec(by.field_name)?.[1];
  if (key === undefined) throw fail('LoggedModelOrderInvalid', { field: by.field_name });
  const only = [
    ...(by.dataset_name ? [{ sql: 't.dataset_name = ?', args: [by.dataset_name] }] : []),
    ...(by.dataset_digest ? [{ sql: 't.dataset_digest = ?', args: [by.dataset_digest] }] : [])
  ];
  const measured = all([{ sql: 't.key = ?', args: [key.replace(/^`|`$/g, '')] }, ...only]);
  return {
    sql: `(SELECT t.value FROM ${metricTable} t WHERE ${ofModel} AND ${measured.sql}
      ORDER BY t.timestamp DESC, t.step DESC, t.run_id LIMIT 1) ${direction} NULLS LAST`,
    args: measured.args
  };
}
