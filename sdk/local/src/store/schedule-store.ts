import type { Database } from 'libsql';
import { inTransaction } from './transaction.js';
import type { Schedule } from '../schemas/schedule-schema.js';

/** A stored schedule. Times in milliseconds since 1970. */
export interface StoredSchedule {
  name: string;
  properties: Schedule;
  /** When it fires next; undefined while it is disabled or past its end. */
  nextAt?: number;
  createdAt: number;
  modifiedAt: number;
  createdBy: string;
  /** Number of missed firings, and when the last of them was due. */
  missed: number;
  lastMissedAt?: number;
}

/** The outcome of one due time of a schedule, or of consecutive due times that were missed. */
export interface Firing {
  dueAt: number;
  outcome: 'Fired' | 'Missed' | 'Failed';
  /** Number of due times in this row, and the last of them. */
  count: number;
  lastDueAt: number;
  job?: string;
  message?: string;
}

export type ScheduleView = 'EnabledOnly' | 'DisabledOnly' | 'All';

interface Row {
  name: string;
  properties: string;
  next_at: number | null;
  created_at: number;
  modified_at: number;
  created_by: string;
  missed: number | null;
  last_missed_at: number | null;
}

interface FiringRow {
  due_at: number;
  outcome: Firing['outcome'];
  count: number;
  last_due_at: number;
  job: string | null;
  message: string | null;
}

/** Maximum number of rows in a schedule's history. */
const MAX_HISTORY_ROWS = 1000;

const SELECT = `SELECT schedules.*,
  (SELECT sum(count) FROM schedule_firings WHERE schedule = name AND outcome = 'Missed') AS missed,
  (SELECT max(last_due_at) FROM schedule_firings WHERE schedule = name AND outcome = 'Missed') AS last_missed_at
  FROM schedules`;

const viewClause: Record<ScheduleView, string> = {
  EnabledOnly: 'WHERE is_enabled = 1',
  DisabledOnly: 'WHERE is_enabled = 0',
  All: ''
};

/** Stores the schedules of the workspace, their next due times and the history of their firings. */
export class ScheduleStore {
  constructor(
    private readonly db: Database,
    private readonly now: () => number
  ) {
    db.exec(`CREATE TABLE IF NOT EXISTS schedules (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, properties TEXT NOT NULL, is_enabled INTEGER NOT NULL,
      next_at INTEGER, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, created_by TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS schedules_by_next ON schedules (next_at);
      CREATE TABLE IF NOT EXISTS schedule_firings (
      schedule TEXT NOT NULL, due_at INTEGER NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
      last_due_at INTEGER NOT NULL, job TEXT, message TEXT, PRIMARY KEY (schedule, due_at))`);
  }

  get(name: string): StoredSchedule | undefined {
    const row = this.db.prepare(`${SELECT} WHERE name = ?`).get(name) as Row | undefined;
    return row && toSchedule(row);
  }

  /** Newest first. */
  list(query: { view: ScheduleView; skip: number; top: number }): StoredSchedule[] {
    const rows = this.db
      .prepare(`${SELECT} ${viewClause[query.view]} ORDER BY seq DESC LIMIT ? OFFSET ?`)
      .all(query.top, query.skip) as Row[];
    return rows.map(toSchedule);
  }

  /** Creates the schedule or replaces its properties, but not its creator and creation time. */
  put(name: string, properties: Schedule, nextAt: number | undefined, by: string): StoredSchedule {
    const at = this.now();
    this.db
      .prepare(
        `INSERT INTO schedules (name, properties, is_enabled, next_at, created_at, modified_at, created_by)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET properties = excluded.properties, is_enabled = excluded.is_enabled,
           next_at = excluded.next_at, modified_at = excluded.modified_at`
      )
      .run(
        name,
        JSON.stringify(properties),
        properties.isEnabled ? 1 : 0,
        nextAt ?? null,
        at,
        at,
        by
      );
    return this.get(name) as StoredSchedule;
  }

  /** Deletes a schedule with its history. */
  delete(name: string): void {
    inTransaction(this.db, () => {
      this.db.prepare('DELETE FROM schedule_firings WHERE schedule = ?').run(name);
      this.db.prepare('DELETE FROM schedules WHERE name = ?').run(name);
    });
  }

  /** Lists the due schedules, the one that has waited longest first. */
  due(now: number): StoredSchedule[] {
    const rows = this.db.prepare(`${SELECT} WHERE next_at <= ? ORDER BY next_at`).all(now) as Row[];
    return rows.map(toSchedule);
  }

  /** Returns when the next schedule is due; undefined when there is none. */
  nextDue(): number | undefined {
    const { at } = this.db.prepare('SELECT min(next_at) AS at FROM schedules').get() as {
      at: number | null;
    };
    return at ?? undefined;
  }

  /** Stores the outcome of firings and the next due time in one transaction. */
  settle(name: string, firings: Firing[], nextAt: number | undefined): void {
    inTransaction(this.db, () => {
      for (const firing of firings) this.addFiring(name, firing);
      this.db.prepare('UPDATE schedules SET next_at = ? WHERE name = ?').run(nextAt ?? null, name);
    });
  }

  /** Adds a firing to the history of a schedule, and deletes the oldest rows beyond the limit. */
  addFiring(name: string, { dueAt, outcome, count, lastDueAt, job, message }: Firing): void {
    inTransaction(this.db, () => {
      this.db
        .prepare('INSERT OR REPLACE INTO schedule_firings VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(name, dueAt, outcome, count, lastDueAt, job ?? null, message ?? null);
      this.db
        .prepare(
          `DELETE FROM schedule_firings WHERE schedule = ? AND due_at <= (SELECT due_at FROM schedule_firings
           WHERE schedule = ? ORDER BY due_at DESC LIMIT 1 OFFSET ?)`
        )
        .run(name, name, MAX_HISTORY_ROWS);
    });
  }

  /** Lists the firings of a schedule, newest first. */
  firings(name: string, query: { skip: number; top: number }): Firing[] {
    const rows = this.db
      .prepare(
        'SELECT * FROM schedule_firings WHERE schedule = ? ORDER BY due_at DESC LIMIT ? OFFSET ?'
      )
      .all(name, query.top, query.skip) as FiringRow[];
    return rows.map(toFiring);
  }
}

function toSchedule(row: Row): StoredSchedule {
  return {
    name: row.name,
    properties: JSON.parse(row.properties) as Schedule,
    nextAt: row.next_at ?? undefined,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    createdBy: row.created_by,
    missed: row.missed ?? 0,
    lastMissedAt: row.last_missed_at ?? undefined
  };
}

function toFiring(row: FiringRow): Firing {
  return {
    dueAt: row.due_at,
    outcome: row.outcome,
    count: row.count,
    lastDueAt: row.last_due_at,
    job: row.job ?? undefined,
    message: row.message ?? undefined
  };
}
