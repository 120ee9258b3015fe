import type { Database } from 'libsql';
import { inTransaction } from '../../store/transaction.js';
import { fail } from '../errors.js';
import { groupBy } from '../tables/group-by.js';

/** The error of a feedback whose scorer failed. */
export interface AssessmentError {
  error_code?: string;
  error_message?: string;
  stack_trace?: string;
}

/** A judgement on a trace or one of its spans. Times are in milliseconds since 1970. */
export interface Assessment {
  assessmentId: string;
  traceId: string;
  name: string;
  /** A feedback judges what the trace did, an expectation says what it should have done, an issue refers to a known problem. */
  kind: 'feedback' | 'expectation' | 'issue';
  /** Any JSON value. */
  value: unknown;
  error?: AssessmentError;
  sourceType: string;
  sourceId: string;
  createdAt: number;
  updatedAt: number;
  spanId?: string;
  rationale?: string;
  metadata: Record<string, string>;
  /** The id of the assessment that this one replaces. */
  overrides?: string;
  /** False once another assessment overrides this one. */
  valid: boolean;
}

/** The fields of an assessment that can be changed later. Absent fields are kept, and metadata is merged. */
export type AssessmentChange = Partial<
  Pick<Assessment, 'name' | 'kind' | 'value' | 'error' | 'rationale' | 'metadata' | 'valid'>
>;

interface Row {
  assessment_id: string;
  trace_id: string;
  name: string;
  kind: Assessment['kind'];
  value: string;
  valid: number;
  overrides: string | null;
  facts: string;
}

/** The columns of an assessment; the rest is in `facts`. `value` is JSON, because searches compare it. */
type Facts = Omit<
  Assessment,
  'assessmentId' | 'traceId' | 'name' | 'kind' | 'value' | 'valid' | 'overrides'
>;

/** Stores the assessments of traces. */
export class AssessmentStore {
  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    db.exec(`
      CREATE TABLE IF NOT EXISTS mlflow_assessments (
        trace_id TEXT NOT NULL, assessment_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
        valid INTEGER NOT NULL, overrides TEXT, facts TEXT NOT NULL, PRIMARY KEY (trace_id, assessment_id)) WITHOUT ROWID`);
  }

  /** Stores a new assessment, and invalidates the one that it overrides. */
  create(assessment: Assessment): Assessment {
    const { traceId, overrides } = assessment;
    return inTransaction(this.db, () => {
      if (overrides) {
        this.get(traceId, overrides);
        this.setValid(traceId, overrides, false);
      }
      this.put(assessment);
      return this.get(traceId, assessment.assessmentId);
    });
  }

  put(assessment: Assessment): void {
    const { assessmentId, traceId, name, kind, value, valid, overrides, ...facts } = assessment;
    this.db
      .prepare('INSERT OR REPLACE INTO mlflow_assessments VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        traceId,
        assessmentId,
        name,
        kind,
        JSON.stringify(value ?? null),
        valid ? 1 : 0,
        overrides ?? null,
        JSON.stringify(facts)
      );
  }

  get(traceId: string, assessmentId: string): Assessment {
    const row = this.find(traceId, assessmentId);
    if (!row) throw fail('AssessmentNotFound', { trace: traceId, id: assessmentId });
    return row;
  }

  update(traceId: string, assessmentId: string, change: AssessmentChange): Assessment {
    return inTransaction(this.db, () => {
      const before = this.get(traceId, assessmentId);
      if (change.kind !== undefined && change.kind !== before.kind)
        throw fail('AssessmentKindFixed', { kind: before.kind, given: change.kind });
      const metadata = { ...before.metadata, ...change.metadata };
      this.put({ ...before, ...change, metadata, updatedAt: this.now() });
      return this.get(traceId, assessmentId);
    });
  }

  /** Deletes an assessment if it exists. The one that it overrode becomes valid again. */
  delete(traceId: string, assessmentId: string): void {
    inTransaction(this.db, () => {
      const before = this.find(traceId, assessmentId);
      if (before?.overrides) this.setValid(traceId, before.overrides, true);
      this.db
        .prepare('DELETE FROM mlflow_assessments WHERE trace_id = ? AND assessment_id = ?')
        .run(traceId, assessmentId);
    });
  }

  /** Returns the assessments of several traces, the oldest first. */
  ofTraces(traceIds: readonly string[]): Map<string, Assessment[]> {
    const rows = this.db
      .prepare(
        `SELECT * FROM mlflow_assessments WHERE trace_id IN (SELECT value FROM json_each(?))
         ORDER BY facts ->> '$.createdAt', assessment_id`
      )
      .all(JSON.stringify(traceIds)) as Row[];
    return groupBy(rows.map(toAssessment), assessment => assessment.traceId);
  }

  private find(traceId: string, assessmentId: string): Assessment | undefined {
    const row = this.db
      .prepare('SELECT * FROM mlflow_assessments WHERE trace_id = ? AND assessment_id = ?')
      .get(traceId, assessmentId) as Row | undefined;
    return row && toAssessment(row);
  }

  private setValid(traceId: string, assessmentId: string, valid: boolean): void {
    this.db
      .prepare('UPDATE mlflow_assessments SET valid = ? WHERE trace_id = ? AND assessment_id = ?')
      .run(valid ? 1 : 0, traceId, assessmentId);
  }
}

function toAssessment(row: Row): Assessment {
  return {
    ...(JSON.parse(row.facts) as Facts),
    assessmentId: row.assessment_id,
    traceId: row.trace_id,
    name: row.name,
    kind: row.kind,
    value: JSON.parse(row.value) as unknown,
    valid: row.valid === 1,
    overrides: row.overrides ?? undefined
  };
}
