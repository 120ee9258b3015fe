import type { Database } from 'libsql';
import { inTransaction } from './transaction.js';

/** A family of jobs that was deleted, whose files are still there. Time in milliseconds since 1970. */
export interface DeletedFamily {
  jobs: string[];
  deletedAt: number;
}

/**
 * Jobs that were deleted while something, such as a registered model, needed what they had put out. Their files stay, and so does the
 * knowledge where each output lies.
 */
export class DeletedJobs {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS deleted_jobs (
      job TEXT PRIMARY KEY, family TEXT NOT NULL, outputs TEXT NOT NULL, deleted_at INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** Keeps where the outputs of a job lie that do not lie in their usual place. */
  keep(job: string, family: string, outputs: Record<string, string>, deletedAt: number): void {
    this.db
      .prepare('INSERT OR REPLACE INTO deleted_jobs VALUES (?, ?, ?, ?)')
      .run(job, family, JSON.stringify(outputs), deletedAt);
  }

  has(job: string): boolean {
    return this.outputs(job) !== undefined;
  }

  outputUri(job: string, output: string): string | undefined {
    return this.outputs(job)?.[output];
  }

  families(): DeletedFamily[] {
    const rows = this.db
      .prepare(
        'SELECT json_group_array(job) AS jobs, max(deleted_at) AS deletedAt FROM deleted_jobs GROUP BY family'
      )
      .all() as { jobs: string; deletedAt: number }[];
    return rows.map(({ jobs, deletedAt }) => ({ jobs: JSON.parse(jobs) as string[], deletedAt }));
  }

  forget(jobs: readonly string[]): void {
    inTransaction(this.db, () => {
      for (const job of jobs) this.db.prepare('DELETE FROM deleted_jobs WHERE job = ?').run(job);
    });
  }

  private outputs(job: string): Record<string, string> | undefined {
    const row = this.db.prepare('SELECT outputs FROM deleted_jobs WHERE job = ?').get(job) as
      { outputs: string } | undefined;
    return row && (JSON.parse(row.outputs) as Record<string, string>);
  }
}
