import type { ModelSelection } from '../../store/model-store.js';
import { fail } from '../errors.js';
import {
  modelVersionGrammar,
  registeredModelGrammar,
  type Comparison,
  type Grammar
} from '../search/grammar.js';
import { attributeOrders } from '../search/order-by.js';
import { parseFilter } from '../search/parser.js';
import { all, compare, type Condition } from '../search/sql.js';

export interface ModelQuery {
  filter?: string;
  orderBy: string[];
  offset: number;
  limit: number;
}

/** MLflow stores prompts in the registry as models with this tag. A search returns them only if its filter requests them. */
export const promptTag = 'mlflow.prompt.is_prompt';

const containerOrders = {
  name: 'm.name',
  timestamp: 'm.updated_at',
  last_updated_timestamp: 'm.updated_at'
};
const versionOrders = {
  name: 'v.name',
  version_number: 'CAST(v.version AS INTEGER)',
  creation_timestamp: 'v.created_at',
  last_updated_timestamp: 'v.updated_at'
};

/** Returns the selection of `registered-models/search`, by default ordered by name. */
export function registeredModelSelection(query: ModelQuery): ModelSelection {
  const comparisons = parseFilter(query.filter, registeredModelGrammar);
  return {
    where: all([
      { sql: 'NOT m.is_archived', args: [] },
      promptCondition('m', comparisons),
      ...withoutPrompt(comparisons).map(comparison =>
        comparison.entity === 'tag'
          ? tagCondition('m', comparison)
          : compare(`m.${comparison.key}`, comparison)
      )
    ]),
    order: [...orders(query.orderBy, containerOrders, registeredModelGrammar), 'm.name'].join(', '),
    limit: query.limit,
    offset: query.offset
  };
}

/** Returns the selection of `model-versions/search`, by default the last updated first. */
export function modelVersionSelection(query: ModelQuery): ModelSelection {
  const comparisons = parseFilter(query.filter, modelVersionGrammar);
  const orderBy = query.orderBy.length ? query.orderBy : ['last_updated_timestamp DESC'];
  return {
    where: all([
      { sql: 'NOT v.is_archived AND NOT v.is_anonymous', args: [] },
      promptCondition('v', comparisons),
      ...withoutPrompt(comparisons).map(comparison =>
        comparison.entity === 'tag' ? tagCondition('v', comparison) : attribute(comparison)
      )
    ]),
    order: [
      ...orders(orderBy, versionOrders, modelVersionGrammar),
      'v.name',
      `${versionOrders.version_number} DESC`,
      'v.seq DESC'
    ].join(', '),
    limit: query.limit,
    offset: query.offset
  };
}

function attribute(comparison: Comparison): Condition {
  if (comparison.key !== 'version') return compare(`v.${comparison.key}`, comparison);
  if (!Number.isInteger(comparison.value))
    throw fail('FilterVersionNumberInvalid', { value: comparison.value });
  return compare(versionOrders.version_number, comparison);
}

function tagCondition(table: string, comparison: Comparison): Condition {
  const { sql, args } = compare('t.value', comparison);
  return {
    sql: `EXISTS (SELECT 1 FROM json_each(${table}.tags) t WHERE t.key = ? AND ${sql})`,
    args: [comparison.key, ...args]
  };
}

function isPrompt(comparison: Comparison): boolean {
  return comparison.entity === 'tag' && comparison.key === promptTag;
}

const withoutPrompt = (comparisons: Comparison[]) => comparisons.filter(c => !isPrompt(c));

function promptCondition(table: string, comparisons: Comparison[]): Condition {
  const wanted = comparisons.some(
    c => isPrompt(c) && String(c.value).toLowerCase() === (c.op === '!=' ? 'false' : 'true')
  );
  const tagged = `EXISTS (SELECT 1 FROM json_each(${table}.tags) t WHERE t.key = '${promptTag}' AND t.value = 'true')`;
  return { sql: wanted ? tagged : `NOT ${tagged}`, args: [] };
}

function orders(texts: string[], columns: Record<string, string>, grammar: Grammar): string[] {
  const orderable = Object.fromEntries(
    Object.keys(columns).map(key => [key, { type: 'text' } as const])
  );
  return attributeOrders(texts, { ...grammar, attributes: orderable }, key => columns[key] ?? '');
}
