import type { Database } from 'libsql';

/** Stores the fingerprint of each pipeline step: its operation and its inputs. A step with the same fingerprint need not run again. */
export class FingerprintStore {
  /** The table of the job store must exist already. */
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS job_fingerprints (job TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS job_fingerprints_by_text ON job_fingerprints (fingerprint)`);
  }

  set(job: string, fingerprint: string): void {
    this.db.prepare('INSERT OR REPLACE INTO job_fingerprints VALUES (?, ?)').run(job, fingerprint);
  }

  /** Deletes the fingerprint of a deleted job, so that it is not used for a later job of the same name. */
  forget(job: string): void {
    this.db.prepare('DELETE FROM job_fingerprints WHERE job = ?').run(job);
  }

  /** Lists the completed jobs with this fingerprint, newest first. */
  completed(fingerprint: string): string[] {
    const rows = this.db
      .prepare(
        `SELECT name FROM job_fingerprints JOIN jobs ON name = job
         WHERE fingerprint = ? AND status = 'Completed' ORDER BY seq DESC`
      )
      .all(fingerprint) as { name: string }[];
    return rows.map(({ name }) => name);
  }
}
