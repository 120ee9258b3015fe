import { fail } from '../errors.js';
import type { Entity, Grammar } from './grammar.js';
import { identifier } from './parser.js';

export interface Order {
  entity: Entity;
  key: string;
  ascending: boolean;
}

const clause = /^\s*(`[^`]*`|[\w ]*?\w)(?:\.(`[^`]*`|"[^"]*"|'[^']*'|\S+))?(?:\s+(\w+))?\s*$/;

/**
 * Parses one clause of `order_by`.
 *
 * @example parseOrder('metrics.`val loss` DESC', runGrammar) // { entity: 'metric', key: 'val loss', ascending: false }
 */
export function parseOrder(text: string, grammar: Grammar): Order {
  const parts = clause.exec(text);
  const direction = parts?.[3]?.toLowerCase() ?? 'asc';
  if (!parts?.[1] || (direction !== 'asc' && direction !== 'desc'))
    throw fail('OrderByClauseInvalid', { clause: text });
  const word = [parts[1], parts[2]].filter(part => part !== undefined).map(unquoted);
  const { entity, key } = identifier({ kind: 'word', text, parts: word }, grammar);
  const column = entity === 'attribute' ? (grammar.attributes[key]?.alias ?? key) : key;
  return { entity, key: column, ascending: direction === 'asc' };
}

/** Reads all clauses. Rejects duplicate keys. */
export function parseOrders(texts: readonly string[], grammar: Grammar): Order[] {
  const orders = texts.map(text => parseOrder(text, grammar));
  const keys = new Set(orders.map(order => `${order.entity}.${order.key}`));
  if (keys.size < orders.length) throw fail('OrderByDuplicate', { clauses: texts });
  return orders;
}

const unquoted = (part: string) => (/^[`"']/.test(part) ? part.slice(1, -1) : part);
