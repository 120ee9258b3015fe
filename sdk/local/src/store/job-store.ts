import type { Database } from 'libsql';
import type { CommandJob, JobBase, JobStatus } from 'carry-ml/arm';
import { pageOfJobs, type JobQuery } from './job-filter.js';
import { prepareJobTable } from './job-table.js';
import { sourcesOf } from './job-transitions.js';
import { ParsedTexts } from './parsed-texts.js';
import { inTransaction } from './transaction.js';
import { IS_ACTIVE } from './active-condition.js';

/** A stored job. Times in milliseconds since 1970. */
export interface StoredJob<P extends JobBase = JobBase> {
  name: string;
  properties: P;
  status: JobStatus;
  /** Name of the compute, not its id. Empty for a parent job, which occupies no slot. */
  compute: string;
  experiment: string;
  createdBy: string;
  createdAt: number;
  startedAt?: number;
  endedAt?: number;
  /** Why it failed. */
  error?: { code: string; message: string };
  /** Identifies the processes of the job, in their environment. */
  mark: string;
  /** The parent job, and the name of the step or trial in it. */
  parent?: { job: string; step: string };
}

/** A job in a list, with the row after which the next page starts. */
export type ListedJob = StoredJob & { row: number };

/** Fields that may change together with a job's state. */
export type JobFacts = Partial<Pick<StoredJob, 'startedAt' | 'endedAt' | 'error'>>;

interface Row {
  seq: number;
  name: string;
  properties: string;
  status: JobStatus;
  compute: string;
  experiment: string;
  created_by: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  error: string | null;
  mark: string;
  parent: string | null;
  step: string | null;
}

const SELECT = 'SELECT * FROM jobs';

/** Maximum number of cached rows, and maximum length of the properties of a cached row. */
const MAX_CACHED_ROWS = 1000;
const MAX_CACHED_LENGTH = 16_384;

/** Maximum number of large jobs whose properties are parsed once. */
const MAX_PARSED = 32;

/** Stores the jobs of the workspace. Every change of state goes through `move`, which checks the table of transitions. */
export class JobStore {
  /** Cache of rows: clients poll a job far more often than it changes. */
  private readonly rows = new Map<string, Row>();

  /** The properties of large jobs, each of which is read several times between two changes of its state. */
  private readonly parsed = new ParsedTexts<JobBase>(MAX_PARSED);

  constructor(private readonly db: Database) {
    prepareJobTable(db);
  }

  insert(job: StoredJob): void {
    this.db
      .prepare(
        `INSERT INTO jobs (name, properties, status, compute, experiment, is_archived, created_by, created_at, mark, parent, step)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
      )
      .run(
        job.name,
        JSON.stringify(job.properties),
        job.status,
        job.compute,
        job.experiment,
        job.properties.isArchived ? 1 : 0,
        job.createdBy,
        job.createdAt,
        job.mark,
        job.parent?.job ?? null,
        job.parent?.step ?? null
      );
  }

  /** Stores a job and its children in one transaction. */
  insertFamily(parent: StoredJob, children: StoredJob[]): void {
    inTransaction(this.db, () => {
      for (const job of [parent, ...children]) this.insert(job);
    });
  }

  get(name: string): StoredJob | undefined {
    const row = this.rows.get(name) ?? this.read(name);
    return row && this.jobOf(row);
  }

  /** Returns the job of a name in whatever case: as in Azure, it names the same job. The exact name takes precedence. */
  find(name: string): StoredJob | undefined {
    const exact = this.get(name);
    if (exact) return exact;
    const other = this.nameInOtherCase(name);
    return other === undefined ? undefined : this.get(other);
  }

  private read(name: string): Row | undefined {
    const row = this.db.prepare(`${SELECT} WHERE name = ?`).get(name) as Row | undefined;
    // The transaction may be rolled back, so its rows are not cached.
    if (!row || row.properties.length > MAX_CACHED_LENGTH || this.db.inTransaction) return row;
    if (this.rows.size >= MAX_CACHED_ROWS) this.rows.clear();
    this.rows.set(name, row);
    return row;
  }

  /** Executes a change of a job and removes it from the cache. Returns true when a row was changed. */
  private change(name: string, sql: string, ...values: (string | number | null)[]): boolean {
    this.rows.delete(name);
    return this.db.prepare(sql).run(...values).changes > 0;
  }

  /** Lists the children of a job in the order in which they were created. */
  childrenOf(parent: string): StoredJob[] {
    const rows = this.db.prepare(`${SELECT} WHERE parent = ? ORDER BY seq`).all(parent) as Row[];
    return rows.map(row => this.jobOf(row));
  }

  /** Lists a job and all of its descendants, each before its children. */
  familyOf(name: string): StoredJob[] {
    const job = this.get(name);
    return job ? [job, ...this.childrenOf(name).flatMap(child => this.familyOf(child.name))] : [];
  }

  /** Returns the name of the topmost ancestor of a job, or its own name when it has no parent. */
  rootOf(job: StoredJob): string {
    const above = job.parent && this.get(job.parent.job);
    return above ? this.rootOf(above) : (job.parent?.job ?? job.name);
  }

  /** Lists jobs, newest first, without child jobs. */
  list(query: JobQuery): ListedJob[] {
    const { sql, values } = pageOfJobs(query);
    const rows = this.db.prepare(sql).all(...values) as Row[];
    return rows.map(row => ({ ...this.jobOf(row), row: row.seq }));
  }

  /** Returns the name of a job that differs from this one only in case. */
  nameInOtherCase(name: string): string | undefined {
    const row = this.db
      .prepare('SELECT name FROM jobs WHERE name = ? COLLATE NOCASE AND name <> ? LIMIT 1')
      .get(name, name) as { name: string } | undefined;
    return row?.name;
  }

  /** Counts the jobs that have not ended. */
  countActive(): number {
    const { n } = this.db.prepare(`SELECT count(*) AS n FROM jobs WHERE ${IS_ACTIVE}`).get() as {
      n: number;
    };
    return n;
  }

  /** Lists the command jobs in one of these states, oldest first. */
  inState(...states: JobStatus[]): StoredJob<CommandJob>[] {
    return this.select("compute <> ''", states) as StoredJob<CommandJob>[];
  }

  /** Counts the jobs of the compute in one of these states. */
  countOn(compute: string, ...states: JobStatus[]): number {
    const { n } = this.db
      .prepare(`SELECT count(*) AS n FROM jobs WHERE ${isOneOf(states)} AND compute = ?`)
      .get(...states, compute) as { n: number };
    return n;
  }

  /** Counts the jobs in one of these states that occupy a slot. */
  countInState(states: readonly JobStatus[]): number {
    const { n } = this.db
      .prepare(`SELECT count(*) AS n FROM jobs WHERE ${isOneOf(states)} AND compute <> ''`)
      .get(...states) as { n: number };
    return n;
  }

  /** Returns the names of at most `most` jobs of the compute in one of these states; -1 for all. */
  namesOn(compute: string, states: readonly JobStatus[], most = -1): string[] {
    const rows = this.db
      .prepare(`SELECT name FROM jobs WHERE ${isOneOf(states)} AND compute = ? LIMIT ?`)
      .all(...states, compute, most) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  /** Returns the names of at most `most` jobs that wait for a slot of the compute, oldest first. */
  queueOf(compute: string, most: number): string[] {
    const rows = this.db
      .prepare("SELECT name FROM jobs WHERE status = 'Queued' AND compute = ? ORDER BY seq LIMIT ?")
      .all(compute, most) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  /** Counts the jobs that wait before this one for a slot of its compute. */
  queuedBefore({ name, compute }: StoredJob): number {
    const { n } = this.db
      .prepare(
        `SELECT count(*) AS n FROM jobs WHERE status = 'Queued' AND compute = ?
         AND seq < (SELECT seq FROM jobs WHERE name = ?)`
      )
      .get(compute, name) as { n: number };
    return n;
  }

  /** Lists the parent jobs in one of these states, oldest first. */
  parentsInState(...states: JobStatus[]): StoredJob[] {
    return this.select("compute = ''", states);
  }

  private select(which: string, states: JobStatus[]): StoredJob[] {
    const rows = this.db
      .prepare(`${SELECT} WHERE ${isOneOf(states)} AND ${which} ORDER BY seq`)
      .all(...states) as Row[];
    return rows.map(row => this.jobOf(row));
  }

  /** Changes the state of a job. Returns false, and changes nothing, when the transition is not allowed. */
  move(name: string, to: JobStatus, facts: JobFacts = {}): boolean {
    const from = sourcesOf(to);
    return this.change(
      name,
      // The clock may have been set back since the job was created; no duration is negative.
      `UPDATE jobs SET status = ?, started_at = coalesce(max(?, created_at), started_at),
       ended_at = coalesce(max(?, coalesce(started_at, created_at)), ended_at), error = coalesce(?, error) WHERE name = ? AND ${isOneOf(from)}`,
      to,
      facts.startedAt ?? null,
      facts.endedAt ?? null,
      facts.error ? JSON.stringify(facts.error) : null,
      name,
      ...from
    );
  }

  /** Stores the start time of a job unless it has one. */
  begin(name: string, startedAt: number): void {
    const sql = 'UPDATE jobs SET started_at = coalesce(started_at, ?) WHERE name = ?';
    this.change(name, sql, startedAt, name);
  }

  /** Replaces the properties of a job that a user may change: names, description, tags, archive flag. */
  update(name: string, properties: JobBase): void {
    const sql = 'UPDATE jobs SET properties = ?, is_archived = ? WHERE name = ?';
    this.change(name, sql, JSON.stringify(properties), properties.isArchived ? 1 : 0, name);
  }

  /** Adds properties that the workspace itself sets. */
  addProperties(name: string, facts: Record<string, string>): void {
    const sql =
      "UPDATE jobs SET properties = json_patch(properties, json_object('properties', json(?))) WHERE name = ?";
    this.change(name, sql, JSON.stringify(facts), name);
  }

  /** Completes a job that has not started and adds properties, in one transaction. */
  complete(name: string, at: number, facts: Record<string, string>): boolean {
    return inTransaction(this.db, () => {
      const moved = this.move(name, 'Completed', { startedAt: at, endedAt: at });
      if (moved) this.addProperties(name, facts);
      return moved;
    });
  }

  /** Deletes a job with its children. */
  delete(name: string): void {
    inTransaction(this.db, () => {
      for (const child of this.childrenOf(name)) this.delete(child.name);
      this.change(name, 'DELETE FROM jobs WHERE name = ?', name);
    });
  }

  private jobOf(row: Row): StoredJob {
    return toJob(row, this.parsed.valueOf(row.name, row.properties));
  }
}

function isOneOf(states: readonly JobStatus[]): string {
  return `status IN (${states.map(() => '?').join()})`;
}

function toJob(row: Row, properties: JobBase): StoredJob {
  return {
    name: row.name,
    properties,
    status: row.status,
    compute: row.compute,
    experiment: row.experiment,
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    error: row.error ? (JSON.parse(row.error) as StoredJob['error']) : undefined,
    mark: row.mark,
    ...(row.parent !== null && row.step !== null
      ? { parent: { job: row.parent, step: row.step } }
      : {})
  };
}
