import type { Database } from 'libsql';

/** What each step did to what, as one text: steps with the same one need not both run. */
export class FingerprintStore {
  /** The jobs themselves are in the table of the job store, which must be there before. */
  constructor(private readonly db: Database) {
    db.exec(`CREATE TABLE IF NOT EXISTS job_fingerprints (job TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS job_fingerprints_by_text ON job_fingerprints (fingerprint)`);
  }

  set(job: string, fingerprint: string): void {
    this.db.prepare('INSERT OR REPLACE INTO job_fingerprints VALUES (?, ?)').run(job, fingerprint);
  }

  /** What a deleted job did must not be taken for what a later one of its name does. */
  forget(job: string): void {
    this.db.prepare('DELETE FROM job_fingerprints WHERE job = ?').run(job);
  }

  /** The jobs with this fingerprint that have completed, newest first. */
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
