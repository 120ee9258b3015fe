import type { Database } from 'libsql';
import { addColumn } from '../../store/add-column.js';
import { Queries } from '../../store/queries.js';
import { inTransaction } from '../../store/transaction.js';
import { artifactsScheme } from '../artifacts/artifacts.js';
import { fail } from '../errors.js';
import type { Condition } from '../search/sql.js';
import { KeyedValues } from '../tables/keyed-values.js';
import { AssessmentStore, type Assessment } from './assessments.js';
import type { OtlpSpan } from './otlp/otlp-span.js';
import { SpanStore, type StoredSpan } from './spans.js';
import { factsOfSpans, type SpanFacts } from './span-facts.js';
import type { CorrelationCounts } from './correlation.js';
import {
  metricPoints,
  traceMetricQuery,
  type MetricPoint,
  type TraceMetricQuery
} from './trace-metrics.js';
import { correlationQuery, traceQuery, type TraceQuery } from './trace-search.js';

export type TraceState = 'STATE_UNSPECIFIED' | 'OK' | 'ERROR' | 'IN_PROGRESS';

/** The facts that a client sends about a trace. Times are in milliseconds, `requestTime` since 1970. */
export interface TraceFacts {
  traceId: string;
  experimentId: string;
  requestTime: number;
  /** Absent while the trace is in progress. */
  duration?: number;
  state: TraceState;
  clientRequestId?: string;
  requestPreview?: string;
  responsePreview?: string;
  metadata: Record<string, string>;
  tags: Record<string, string>;
}

/** A trace without its spans. */
export interface Trace extends TraceFacts {
  assessments: Assessment[];
}

/** Which traces of an experiment to delete: those with the given ids, or the oldest up to a time. */
export interface TraceSelection {
  experimentId: string;
  ids: readonly string[];
  upTo?: number;
  limit?: number;
}

interface Row {
  trace_id: string;
  experiment_id: number;
  request_time: number;
  duration: number | null;
  state: TraceState;
  client_request_id: string | null;
  request_preview: string | null;
  response_preview: string | null;
}

/** The tag in which MLflow's clients find the folder of a trace's spans and attachments. */
const locationTag = 'mlflow.artifactLocation';

/** The tag that tells MLflow's clients to read the spans of a trace from the server, not from its artifacts. */
const spansTag = { 'mlflow.trace.spansLocation': 'TRACKING_STORE' };

/** Returns the folder of a trace's artifacts, as a path in the artifact store. */
export const traceFolder = (traceId: string) => `Trace/${traceId}`;

/** The artifact with the spans of a trace. */
export const spansFile = 'traces.json';

/** What a trace can be linked to. */
type LinkKind = 'run' | 'prompt';

/** Stores the traces of MLflow with their tags, metadata, links and assessments. */
export class TraceStore {
  readonly assessments: AssessmentStore;
  readonly spans: SpanStore;
  private readonly tags: KeyedValues;
  private readonly metadata: KeyedValues;
  private readonly queries: Queries;

  constructor(
    private readonly db: Database,
    now: () => number
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_traces (
        trace_id TEXT PRIMARY KEY, experiment_id INTEGER NOT NULL, request_time INTEGER NOT NULL, duration INTEGER, state TEXT NOT NULL,
        client_request_id TEXT, request_preview TEXT, response_preview TEXT, finished INTEGER NOT NULL DEFAULT 0);
      CREATE INDEX IF NOT EXISTS mlflow_traces_by_time ON mlflow_traces (experiment_id, request_time);
      CREATE TABLE IF NOT EXISTS mlflow_trace_links (
        trace_id TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (trace_id, kind, target)) WITHOUT ROWID`);
    addColumn(db, 'mlflow_traces', 'finished', 'INTEGER NOT NULL DEFAULT 0');
    this.queries = new Queries(db);
    this.spans = new SpanStore(db);
    this.tags = new KeyedValues(db, 'mlflow_trace_tags', 'trace_id');
    this.metadata = new KeyedValues(db, 'mlflow_trace_metadata', 'trace_id');
    this.assessments = new AssessmentStore(db, now);
  }

  /** Creates a trace, or replaces the facts of the trace with the same id and adds to its tags, metadata and assessments. */
  put(facts: TraceFacts, assessments: readonly Assessment[] = []): Trace {
    const { traceId } = facts;
    return inTransaction(this.db, () => {
      this.db
        .prepare(
          `INSERT INTO mlflow_traces VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
           ON CONFLICT DO UPDATE SET experiment_id = excluded.experiment_id, request_time = excluded.request_time,
             duration = excluded.duration, state = excluded.state, finished = 1, client_request_id = excluded.client_request_id,
             request_preview = ifnull(excluded.request_preview, request_preview),
             response_preview = ifnull(excluded.response_preview, response_preview)`
        )
        .run(
          traceId,
          Number(facts.experimentId),
          facts.requestTime,
          facts.duration ?? null,
          facts.state,
          facts.clientRequestId ?? null,
          facts.requestPreview ?? null,
          facts.responsePreview ?? null
        );
      this.tags.set(traceId, {
        ...facts.tags,
        [locationTag]: artifactsScheme + traceFolder(traceId)
      });
      this.metadata.set(traceId, facts.metadata);
      for (const assessment of assessments) this.assessments.put({ ...assessment, traceId });
      return this.get(traceId);
    });
  }

  /**
   * Stores spans, in batches of any traces. A trace that its client has not sent yet is created from its spans; the facts that a client
   * sends later, or has sent before, are authoritative.
   */
  logSpans(experimentId: string, spans: readonly { span: OtlpSpan; stored: StoredSpan }[]): void {
    inTransaction(this.db, () => {
      for (const { stored } of spans) this.spans.put(stored);
      for (const facts of factsOfSpans(spans.map(({ span }) => span)))
        this.addFacts(experimentId, facts);
    });
  }

  private addFacts(experimentId: string, facts: SpanFacts): void {
    const { traceId, start, end, state, requestPreview, responsePreview } = facts;
    this.db
      .prepare(
        `INSERT INTO mlflow_traces VALUES (?1, ?2, ?3, ?4 - ?3, ifnull(?5, 'IN_PROGRESS'), NULL, ?6, ?7, 0)
         ON CONFLICT DO UPDATE SET
           duration = CASE WHEN finished THEN duration
             ELSE max(ifnull(?4, 0), request_time + ifnull(duration, 0)) - min(request_time, ?3) END,
           request_time = CASE WHEN finished THEN request_time ELSE min(request_time, ?3) END,
           state = CASE WHEN state IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') THEN ifnull(?5, state) ELSE state END,
           request_preview = ifnull(request_preview, ?6), response_preview = ifnull(response_preview, ?7)`
      )
      .run(
        traceId,
        Number(experimentId),
        start,
        end ?? null,
        state ?? null,
        requestPreview ?? null,
        responsePreview ?? null
      );
    this.tags.set(traceId, {
      ...facts.tags,
      [locationTag]: artifactsScheme + traceFolder(traceId),
      ...spansTag
    });
    this.metadata.set(traceId, { ...facts.metadata, ...this.metadata.of(traceId) });
  }

  get(traceId: string): Trace {
    const [trace] = this.ofIds([traceId]);
    if (!trace) throw fail('TraceNotFound', { id: traceId });
    return trace;
  }

  /** Returns the traces with these ids, in this order, without those that do not exist. */
  ofIds(ids: readonly string[]): Trace[] {
    const rows = this.db
      .prepare('SELECT * FROM mlflow_traces WHERE trace_id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(ids)) as Row[];
    const found = new Map(this.withData(rows).map(trace => [trace.traceId, trace]));
    return [...new Set(ids)].flatMap(id => found.get(id) ?? []);
  }

  async search(query: TraceQuery): Promise<Trace[]> {
    return this.withData(await this.select<Row>(traceQuery(query)));
  }

  /** Runs a query with a filter. Only SQLite knows whether it accepts the pattern of an RLIKE. */
  private async select<R>({ sql, args }: Condition): Promise<R[]> {
    try {
      return await this.queries.all<R>({ sql, args });
    } catch (error) {
      const { code, message = '' } = error as { code?: string; message?: string };
      if (code !== 'SQLITE_ERROR' || !sql.includes(' REGEXP ')) throw error;
      throw fail('FilterPatternInvalid', { reason: message });
    }
  }

  /** Counts the traces of experiments that match two filters, among those that match the base. */
  async correlationCounts(
    experimentIds: readonly string[],
    filters: { base?: string; first: string; second: string }
  ): Promise<CorrelationCounts> {
    const query = correlationQuery(experimentIds, filters);
    const {
      total = 0,
      first = 0,
      second = 0,
      both = 0
    } = (await this.select<CorrelationCounts>(query))[0] ?? {};
    return { total, first, second, both };
  }

  /** Returns the values of a metric of traces, spans or assessments, of each group. */
  async metrics(query: TraceMetricQuery): Promise<MetricPoint[]> {
    return metricPoints(query, await this.select(traceMetricQuery(query)));
  }

  setTag(traceId: string, key: string, value: string): void {
    inTransaction(this.db, () => {
      this.get(traceId);
      this.tags.set(traceId, { [key]: value });
    });
  }

  deleteTag(traceId: string, key: string): void {
    this.get(traceId);
    if (!this.tags.delete(traceId, key)) throw fail('TraceTagNotFound', { trace: traceId, key });
  }

  /** Links a trace to a run, or to a version of a prompt by `{name}/{version}`. Linking twice changes nothing. */
  link(traceId: string, kind: LinkKind, target: string): void {
    this.db
      .prepare('INSERT OR IGNORE INTO mlflow_trace_links VALUES (?, ?, ?)')
      .run(traceId, kind, target);
  }

  /** Deletes traces with everything that belongs to them, and returns their ids. */
  delete({ experimentId, ids, upTo, limit }: TraceSelection): string[] {
    return inTransaction(this.db, () => {
      const rows = this.db
        .prepare(
          `SELECT trace_id FROM mlflow_traces WHERE experiment_id = ?
             AND (? OR trace_id IN (SELECT value FROM json_each(?))) AND request_time <= ?
           ORDER BY request_time, trace_id LIMIT ?`
        )
        .all(
          Number(experimentId),
          ids.length === 0 ? 1 : 0,
          JSON.stringify(ids),
          upTo ?? Number.MAX_SAFE_INTEGER,
          limit ?? -1
        ) as { trace_id: string }[];
      const deleted = rows.map(row => row.trace_id);
      for (const table of [
        'mlflow_traces',
        'mlflow_trace_tags',
        'mlflow_trace_metadata',
        'mlflow_trace_links',
        'mlflow_spans',
        'mlflow_assessments'
      ])
        this.db
          .prepare(`DELETE FROM ${table} WHERE trace_id IN (SELECT value FROM json_each(?))`)
          .run(JSON.stringify(deleted));
      return deleted;
    });
  }

  private withData(rows: Row[]): Trace[] {
    const ids = rows.map(row => row.trace_id);
    const tags = this.tags.ofAll(ids);
    const metadata = this.metadata.ofAll(ids);
    const assessments = this.assessments.ofTraces(ids);
    return rows.map(row => ({
      traceId: row.trace_id,
      experimentId: String(row.experiment_id),
      requestTime: row.request_time,
      duration: row.duration ?? undefined,
      state: row.state,
      clientRequestId: row.client_request_id ?? undefined,
      requestPreview: row.request_preview ?? undefined,
      responsePreview: row.response_preview ?? undefined,
      metadata: metadata.get(row.trace_id) ?? {},
      tags: tags.get(row.trace_id) ?? {},
      assessments: assessments.get(row.trace_id) ?? []
    }));
  }
}
