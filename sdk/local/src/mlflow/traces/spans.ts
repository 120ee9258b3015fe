import type { Database } from 'libsql';
import { groupBy } from '../tables/group-by.js';
import { mlflowTraceId, type OtlpSpan } from './otlp/otlp-span.js';
import { attributeText, sentText, storedText } from './otlp/span-texts.js';

/** A span as it is stored: the columns that filters compare, and its text in the two forms in which clients read it. */
export interface StoredSpan {
  traceId: string;
  spanId: string;
  parentId?: string;
  name: string;
  type: string;
  status: OtlpSpan['status'];
  /** In nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  /** The JSON of `traces.json`, which filters of spans compare. */
  content: string;
  /** The JSON of MLflow's API. */
  sent: string;
}

const typeKey = 'mlflow.spanType';

/** Encodes a span for the store. */
export function storedSpan(span: OtlpSpan): StoredSpan {
  const type = span.attributes.get(typeKey);
  return {
    traceId: mlflowTraceId(span.traceId),
    spanId: span.spanId,
    parentId: span.parentId,
    name: span.name,
    type: typeof type === 'string' ? unquoted(type) : 'UNKNOWN',
    status: span.status,
    start: span.start,
    end: span.end,
    content: storedText(span),
    sent: sentText(span)
  };
}

/** MLflow's clients may send an attribute as JSON text. */
function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

/** Returns the text of an attribute as MLflow's clients wrote it, without the quotation marks of JSON. */
export function plainAttribute(span: OtlpSpan | undefined, key: string): string | undefined {
  const value = span?.attributes.get(key);
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? unquoted(value) : attributeText(value);
}

/** Stores the spans of traces. */
export class SpanStore {
  constructor(private readonly db: Database) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_spans (
        trace_id TEXT NOT NULL, span_id TEXT NOT NULL, parent_id TEXT, name TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL,
        start_ns INTEGER NOT NULL, end_ns INTEGER NOT NULL, content TEXT NOT NULL, sent TEXT NOT NULL, PRIMARY KEY (trace_id, span_id))`);
  }

  /** Stores a span, or replaces the one with the same id: clients may send a span when it starts and when it ends. */
  put(span: StoredSpan): void {
    this.db
      .prepare(
        `INSERT OR REPLACE INTO mlflow_spans VALUES (?, ?, ?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), ?, ?)`
      )
      .run(
        span.traceId,
        span.spanId,
        span.parentId ?? null,
        span.name,
        span.type,
        span.status,
        String(span.start),
        String(span.end),
        span.content,
        span.sent
      );
  }

  /** Returns the JSON of the spans of several traces, in the order in which they started. */
  texts(traceIds: readonly string[], form: 'content' | 'sent'): Map<string, string[]> {
    const rows = this.db
      .prepare(
        `SELECT trace_id, ${form} AS text FROM mlflow_spans WHERE trace_id IN (SELECT value FROM json_each(?))
         ORDER BY start_ns, parent_id IS NOT NULL, span_id`
      )
      .all(JSON.stringify(traceIds)) as { trace_id: string; text: string }[];
    const byTrace = groupBy(rows, row => row.trace_id);
    return new Map([...byTrace].map(([id, own]) => [id, own.map(row => row.text)]));
  }
}
