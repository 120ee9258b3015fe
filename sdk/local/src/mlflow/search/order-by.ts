import { fail } from '../errors.js';
import type { Entity, Grammar } from './grammar.js';
import { identifier } from './parser.js';

export interface Order {
  entity: Entity;
  key: string;
  ascending: boolean;
}

/** A direction, preceded by a space. */
const directionAtEnd = /\s(asc|desc)$/i;
const name = /^(`[^`]*`|\w[\w ]*)(?:\.(`[^`]*`|"[^"]*"|'[^']*'|\S+))?$/;

/**
 * Parses one clause of `order_by`.
 *
 * @example parseOrder('metrics.`val loss` DESC', runGrammar) // { entity: 'metric', key: 'val loss', ascending: false }
 */
export function parseOrder(text: string, grammar: Grammar): Order {
  const clause = text.trim();
  const direction = directionAtEnd.exec(clause)?.[1];
  const path = direction === undefined ? clause : clause.slice(0, -direction.length).trimEnd();
  const parts = name.exec(path);
  if (!parts?.[1]) throw fail('OrderByClauseInvalid', { clause: text });
  const word = [parts[1], parts[2]].filter(part => part !== undefined).map(unquoted);
  const { entity, key } = identifier({ kind: 'word', text, parts: word }, grammar);
  const column = entity === 'attribute' ? (grammar.attributes[key]?.alias ?? key) : key;
  return { entity, key: column, ascending: direction?.toLowerCase() !== 'desc' };
}

/** Maximum number of clauses. Each is computed for every row that is searched. */
const MAX_CLAUSES = 20;

export function checkOrderCount(count: number): void {
  if (count > MAX_CLAUSES) throw fail('OrderByTooLong', { count, limit: MAX_CLAUSES });
}

/** Reads all clauses. Rejects duplicate keys. */
export function parseOrders(texts: readonly string[], grammar: Grammar): Order[] {
  checkOrderCount(texts.length);
  const orders = texts.map(text => parseOrder(text, grammar));
  const keys = new Set(orders.map(order => `${order.entity}.${order.key}`));
  if (keys.size < orders.length) throw fail('OrderByDuplicate', { clauses: texts });
  return orders;
}

/** Reads the clauses of a search that orders by attributes only, as terms of SQL. `column` is the SQL of an attribute. */
export function attributeOrders(
  texts: readonly string[],
  grammar: Grammar,
  column: (key: string) => string
): string[] {
  return parseOrders(texts, grammar).map(({ entity, key, ascending }) => {
    if (entity !== 'attribute') throw fail('OrderByEntityInvalid', { entity });
    return `${column(key)} ${ascending ? 'ASC' : 'DESC'}`;
  });
}

const unquoted = (part: string) => (/^[`"']/.test(part) ? part.slice(1, -1) : part);
