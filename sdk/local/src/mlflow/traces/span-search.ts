import type { Comparison } from '../search/grammar.js';
import { all, compare, type Condition } from '../search/sql.js';

const attributePrefix = 'attributes.';

/** Returns whether a comparison is with the spans of a trace. `text` is the content of its spans. */
export function isOfSpan({ entity, key }: Comparison): boolean {
  return entity === 'span' || (entity === 'attribute' && key === 'text');
}

/** Returns the condition that a trace `r` has a span for which all comparisons hold. */
export function spanCondition(comparisons: readonly Comparison[]): Condition {
  const { sql, args } = all(comparisons.map(comparison));
  return {
    sql: `EXISTS (SELECT 1 FROM mlflow_spans s WHERE s.trace_id = r.trace_id AND ${sql})`,
    args
  };
}

function comparison(of: Comparison): Condition {
  if (of.key === 'text' || of.key === 'content') return compare('s.content', of);
  if (!of.key.startsWith(attributePrefix)) return compare(`s.${of.key}`, of);
  const compared = compare(attributeValue, of);
  return { sql: compared.sql, args: [attributeKey(of.key), ...compared.args] };
}

/** The value of an attribute, which is stored as JSON text: the content of a string, or the JSON of another value. */
const attributeValue = `(SELECT CASE WHEN substr(a.value, 1, 1) = '"' THEN a.value ->> '$' ELSE a.value END
  FROM json_each(s.content, '$.attributes') a WHERE a.key = ?)`;

const attributeKey = (key: string) => key.slice(attributePrefix.length).replace(/^`(.*)`$/, '$1');
