import type { Comparison } from './grammar.js';

/** A piece of SQL with the values of its question marks. */
export interface Condition {
  sql: string;
  args: (string | number)[];
}

/** Compares a column (or any SQL expression) as a filter asks. */
export function compare(
  column: string,
  { op, value = '' }: Pick<Comparison, 'op' | 'value'>
): Condition {
  switch (op) {
    case 'LIKE':
      return { sql: `${column} GLOB ?`, args: [globOf(String(value))] };
    case 'ILIKE':
      return { sql: `${column} LIKE ?`, args: [String(value)] };
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
 * A condition on a key of a table of keys and values. Without the key nothing holds, not even `!=`; only IS NULL asks for its absence.
 * `owner` joins the table to the row that is searched, such as `t.run_id = r.run_id`.
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

/** All of the conditions at once; true without any. */
export function all(conditions: Condition[]): Condition {
  return {
    sql: conditions.map(condition => `(${condition.sql})`).join(' AND ') || 'true',
    args: conditions.flatMap(condition => condition.args)
  };
}

/** MLflow's LIKE tells upper from lower case, SQLite's does not; its GLOB does. */
function globOf(like: string): string {
  return like.replace(/[*?[]/g, '[$&]').replace(/%/g, '*').replace(/_/g, '?');
}
