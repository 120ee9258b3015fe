import type { Comparison } from './grammar.js';

/** A piece of SQL with the values of its question marks. */
export interface Condition {
  sql: string;
  args: (string | number)[];
}

/** Returns the condition that compares a column, or any SQL expression, as in a filter. */
export function compare(
  column: string,
  { op, value = '' }: Pick<Comparison, 'op' | 'value'>
): Condition {
  switch (op) {
    case 'LIKE':
      return { sql: `${column} GLOB ?`, args: [likeToGlob(String(value))] };
    case 'ILIKE':
      return { sql: `${column} LIKE ?`, args: [String(value)] };
    case 'RLIKE':
      return { sql: `${column} REGEXP ?`, args: [String(value)] };
    case 'IN':
    case 'NOT IN':
      return {
        sql: `${column} ${op} (SELECT value FROM json_each(?))`,
        args: [JSON.stringify(value)]
      };
    case 'IS NULL':
    case 'IS NOT NULL':
      return { sql: `${column} ${op}`, args: [] };
    default:
      return { sql: `${column} ${op} ?`, args: [Array.isArray(value) ? value.join() : value] };
  }
}

/**
 * Returns a condition on a key of a key-value table. If the key is missing, every comparison is false, even `!=`, except IS NULL.
 * `owner` joins the table to the searched row, such as `t.run_id = r.run_id`.
 */
export function compareKeyed(
  table: string,
  owner: string,
  comparison: Comparison,
  value = 't.value'
): Condition {
  const found = `SELECT 1 FROM ${table} t WHERE ${owner} AND t.key = ?`;
  if (comparison.op === 'IS NULL') return { sql: `NOT EXISTS (${found})`, args: [comparison.key] };
  if (comparison.op === 'IS NOT NULL') return { sql: `EXISTS (${found})`, args: [comparison.key] };
  const { sql, args } = compare(value, comparison);
  return { sql: `EXISTS (${found} AND ${sql})`, args: [comparison.key, ...args] };
}

/** Combines the conditions with AND. Returns `true` if there are none. */
export function all(conditions: Condition[]): Condition {
  return {
    sql: conditions.map(condition => `(${condition.sql})`).join(' AND ') || 'true',
    args: conditions.flatMap(condition => condition.args)
  };
}

/** Converts a LIKE pattern to a GLOB pattern, because MLflow's LIKE is case-sensitive and SQLite's is not. */
function likeToGlob(like: string): string {
  return like.replace(/[*?[]/g, '[$&]').replace(/%/g, '*').replace(/_/g, '?');
}
