import type { Database } from 'libsql';
import { hasRows } from './tables.js';

/** Gives the jobs that have not ended new marks, so that no running process counts as theirs. */
export function forgetProcesses(db: Database): void {
  if (hasRows(db, 'jobs'))
    db.exec('UPDATE jobs SET mark = lower(hex(randomblob(16))) WHERE ended_at IS NULL');
}
