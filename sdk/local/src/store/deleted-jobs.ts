import type { Database } from 'libsql';
import { inTransaction } from './transaction.js';

/** A deleted family of jobs whose files still exist. Time in milliseconds since 1970. */
export interface DeletedFamily {
  jobs: string[];
  deletedAt: number;
}

/**
 * Stores deleted jobs whose outputs were still in use, for example by a registered model. Their files are kept, and so are the locations
 * of their outputs.
 */
export class DeletedJobs {
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS deleted_jobs (
      job TEXT PRIMARY KEY, family TEXT NOT NULL, outputs TEXT NOT NULL, deleted_at INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** Stores the locations of a job's outputs that are not in their default location. */
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
