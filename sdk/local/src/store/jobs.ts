import type { Database } from 'libsql';
import type { CommandJob, JobBase, JobStatus } from 'carry-ml/arm';
import { pageOfJobs, type JobQuery } from './job-filter.js';
import { prepareJobTable } from './job-table.js';
import { sourcesOf } from './job-transitions.js';
import { inTransaction } from './transaction.js';
import { UNENDED } from './unended.js';

/** A job as the workspace keeps it. Times in milliseconds since 1970. */
export interface StoredJob<P extends JobBase = JobBase> {
  name: string;
  properties: P;
  status: JobStatus;
  /** Name of the compute, not its id. Empty for a job that takes no slot because its children do the work. */
  compute: string;
  experiment: string;
  createdBy: string;
  createdAt: number;
  startedAt?: number;
  endedAt?: number;
  /** Why it failed, in words. */
  error?: { code: string; message: string };
  /** Marks the processes of the job in their environment. */
  mark: string;
  /** The job that this one is a step of. */
  parent?: { job: string; step: string };
}

/** A job in a list, with the row behind which the next page of the list begins. */
export type ListedJob = StoredJob & { row: number };

/** What may change together with a job's state. */
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

/** Rows that are held in memory at a time, and the characters of properties that one of them may have. */
const MOST_ROWS = 1000;
const LONGEST = 16_384;

/** The jobs of the workspace. Every change of state goes through `move`, which allows only what the table of transitions does. */
export class JobStore {
  /** Rows as they were last read: clients ask what has become of a job far more often than anything becomes of it. */
  private readonly rows = new Map<string, Row>();

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

  /** Stores a job together with its children: all of them or none. */
  insertFamily(parent: StoredJob, children: StoredJob[]): void {
    inTransaction(this.db, () => {
      for (const job of [parent, ...children]) this.insert(job);
    });
  }

  get(name: string): StoredJob | undefined {
    const row = this.rows.get(name) ?? this.read(name);
    return row && toJob(row);
  }

  private read(name: string): Row | undefined {
    const row = this.db.prepare(`${SELECT} WHERE name = ?`).get(name) as Row | undefined;
    // What a transaction reads may yet be undone.
    if (!row || row.properties.length > LONGEST || this.db.inTransaction) return row;
    if (this.rows.size >= MOST_ROWS) this.rows.clear();
    this.rows.set(name, row);
    return row;
  }

  /** Every change of a job that is there comes through here: its row is to be read again. True when there was anything to change. */
  private change(name: string, sql: string, ...values: (string | number | null)[]): boolean {
    this.rows.delete(name);
    return this.db.prepare(sql).run(...values).changes > 0;
  }

  /** The steps of a job in the order in which they were given. */
  childrenOf(parent: string): StoredJob[] {
    const rows = this.db.prepare(`${SELECT} WHERE parent = ? ORDER BY seq`).all(parent) as Row[];
    return rows.map(toJob);
  }

  /** A job with every job below it, each before its children. */
  familyOf(name: string): StoredJob[] {
    const job = this.get(name);
    return job ? [job, ...this.childrenOf(name).flatMap(child => this.familyOf(child.name))] : [];
  }

  /** The name of the job that stands above all in the family of this one: itself, when it has no parent. */
  rootOf(job: StoredJob): string {
    const above = job.parent && this.get(job.parent.job);
    return above ? this.rootOf(above) : (job.parent?.job ?? job.name);
  }

  /** Newest first, without the steps of other jobs. */
  list(query: JobQuery): ListedJob[] {
    const { sql, values } = pageOfJobs(query);
    const rows = this.db.prepare(sql).all(...values) as Row[];
    return rows.map(row => ({ ...toJob(row), row: row.seq }));
  }

  /** A job whose name differs from this one in capitals alone. */
  twinOf(name: string): string | undefined {
    const row = this.db
      .prepare('SELECT name FROM jobs WHERE name = ? COLLATE NOCASE AND name <> ? LIMIT 1')
      .get(name, name) as { name: string } | undefined;
    return row?.name;
  }

  /** How many jobs have not ended. */
  unended(): number {
    const { n } = this.db.prepare(`SELECT count(*) AS n FROM jobs WHERE ${UNENDED}`).get() as {
      n: number;
    };
    return n;
  }

  /** The command jobs in one of these states, oldest first. */
  inState(...states: JobStatus[]): StoredJob<CommandJob>[] {
    return this.select("compute <> ''", states) as StoredJob<CommandJob>[];
  }

  /** How many jobs of the compute are in one of these states. */
  countOn(compute: string, ...states: JobStatus[]): number {
    const { n } = this.db
      .prepare(`SELECT count(*) AS n FROM jobs WHERE ${isOneOf(states)} AND compute = ?`)
      .get(...states, compute) as { n: number };
    return n;
  }

  /** How many jobs that take a slot are in one of these states. */
  countInState(states: readonly JobStatus[]): number {
    const { n } = this.db
      .prepare(`SELECT count(*) AS n FROM jobs WHERE ${isOneOf(states)} AND compute <> ''`)
      .get(...states) as { n: number };
    return n;
  }

  /** The names of the jobs of the compute that are in one of these states, `most` at the most. */
  namesOn(compute: string, states: readonly JobStatus[], most = -1): string[] {
    const rows = this.db
      .prepare(`SELECT name FROM jobs WHERE ${isOneOf(states)} AND compute = ? LIMIT ?`)
      .all(...states, compute, most) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  /** The names of the jobs that wait for a slot of the compute, oldest first, `most` at the most. */
  queueOf(compute: string, most: number): string[] {
    const rows = this.db
      .prepare("SELECT name FROM jobs WHERE status = 'Queued' AND compute = ? ORDER BY seq LIMIT ?")
      .all(compute, most) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  /** How many jobs wait before this one for a slot of its compute. */
  queuedBefore({ name, compute }: StoredJob): number {
    const { n } = this.db
      .prepare(
        `SELECT count(*) AS n FROM jobs WHERE status = 'Queued' AND compute = ?
         AND seq < (SELECT seq FROM jobs WHERE name = ?)`
      )
      .get(compute, name) as { n: number };
    return n;
  }

  /** The jobs in one of these states whose children do the work, oldest first. */
  parentsInState(...states: JobStatus[]): StoredJob[] {
    return this.select("compute = ''", states);
  }

  private select(which: string, states: JobStatus[]): StoredJob[] {
    const rows = this.db
      .prepare(`${SELECT} WHERE ${isOneOf(states)} AND ${which} ORDER BY seq`)
      .all(...states) as Row[];
    return rows.map(toJob);
  }

  /** Moves the job to a state if it may go there now; false when it may not, and nothing is changed then. */
  move(name: string, to: JobStatus, facts: JobFacts = {}): boolean {
    const from = sourcesOf(to);
    return this.change(
      name,
      // A clock may have been set back since the job was made; no job takes less than no time.
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

  /** Notes when a job began, if that is not noted yet. */
  begin(name: string, startedAt: number): void {
    const sql = 'UPDATE jobs SET started_at = coalesce(started_at, ?) WHERE name = ?';
    this.change(name, sql, startedAt, name);
  }

  /** Replaces what a user may change of a job that exists: names, description, tags, archive flag. */
  update(name: string, properties: JobBase): void {
    const sql = 'UPDATE jobs SET properties = ?, is_archived = ? WHERE name = ?';
    this.change(name, sql, JSON.stringify(properties), properties.isArchived ? 1 : 0, name);
  }

  /** Adds to a job's properties what the workspace itself has to say of it. */
  note(name: string, facts: Record<string, string>): void {
    const sql =
      "UPDATE jobs SET properties = json_patch(properties, json_object('properties', json(?))) WHERE name = ?";
    this.change(name, sql, JSON.stringify(facts), name);
  }

  /** Completes a job that has not started, together with what is to be said of it: both or nothing. */
  complete(name: string, at: number, facts: Record<string, string>): boolean {
    return inTransaction(this.db, () => {
      const moved = this.move(name, 'Completed', { startedAt: at, endedAt: at });
      if (moved) this.note(name, facts);
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
}

function isOneOf(states: readonly JobStatus[]): string {
  return `status IN (${states.map(() => '?').join()})`;
}

function toJob(row: Row): StoredJob {
  return {
    name: row.name,
    properties: JSON.parse(row.properties) as JobBase,
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
