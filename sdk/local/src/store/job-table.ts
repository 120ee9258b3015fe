import type { Database } from 'libsql';
import { inTransaction } from './transaction.js';
import { addColumn } from './add-column.js';
import { prepareJobLabels } from './job-labels.js';
import { JOB_TYPE, SCHEDULE } from './job-filter.js';

/** Creates the table of jobs, or migrates that of an earlier version. */
export function prepareJobTable(db: Database): void {
  inTransaction(db, () => {
    db.exec(`CREATE TABLE IF NOT EXISTS jobs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, properties TEXT NOT NULL, status TEXT NOT NULL,
      compute TEXT NOT NULL, experiment TEXT NOT NULL, is_archived INTEGER NOT NULL, created_by TEXT NOT NULL,
      created_at INTEGER NOT NULL, started_at INTEGER, ended_at INTEGER, error TEXT, mark TEXT NOT NULL,
      parent TEXT, step TEXT)`);
    migrateParents(db);
    // A list has no child jobs, is newest first and continues from a row: each index ends in `seq`.
    db.exec(`CREATE INDEX IF NOT EXISTS jobs_by_status ON jobs (status, compute, seq);
      CREATE INDEX IF NOT EXISTS jobs_by_name ON jobs (name COLLATE NOCASE);
      CREATE INDEX IF NOT EXISTS jobs_by_parent ON jobs (parent, seq);
      CREATE INDEX IF NOT EXISTS jobs_by_view ON jobs (is_archived, seq) WHERE parent IS NULL;
      CREATE INDEX IF NOT EXISTS jobs_by_type ON jobs (${JOB_TYPE}, seq) WHERE parent IS NULL;
      CREATE INDEX IF NOT EXISTS jobs_by_schedule ON jobs (${SCHEDULE}, seq) WHERE parent IS NULL AND ${SCHEDULE} IS NOT NULL`);
    prepareJobLabels(db);
  });
}

/** Moves the parents of jobs from the separate table of earlier versions, which each page of a list had to join. */
function migrateParents(db: Database): void {
  addColumn(db, 'jobs', 'parent', 'TEXT');
  addColumn(db, 'jobs', 'step', 'TEXT');
  const separate = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'job_children'").get();
  if (!separate) return;
  db.exec(`UPDATE jobs SET parent = c.parent, step = c.step FROM job_children AS c WHERE c.job = jobs.name;
    DROP TABLE job_children`);
}
