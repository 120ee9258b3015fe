import type { Database } from 'libsql';
import { IS_ACTIVE } from './active-condition.js';

/** Matches every form in which a URI refers to the files of a job. */
const MENTION = /(?:\bdcid\.|\bjobs\/|\bruns:\/+|\bazureml\/)([\w-]+)/g;

/** Selects texts that may name a job, and names of jobs. Code is excluded: it is uploaded, never an output. */
const NEEDS = `
  SELECT source AS text, run_id AS run, job_name AS job FROM model_versions
  UNION ALL SELECT properties, NULL, NULL FROM assets WHERE version <> '' AND kind <> 'codes'
  UNION ALL SELECT properties, NULL, NULL FROM schedules
  UNION ALL SELECT body, NULL, NULL FROM deployments
  UNION ALL SELECT properties, NULL, NULL FROM jobs WHERE ${IS_ACTIVE}`;

/** Selects steps that were not run but reuse the outputs of an equal job. */
const REUSES = `SELECT name, json_extract(properties, '$.properties."azureml.reusedrunid"') AS source FROM jobs
  WHERE instr(properties, 'azureml.reusedrunid')`;

/** Finds out whether the outputs of a job are still in use: by a model, a data asset, a schedule, a deployment or a running job. */
export class JobMentions {
  constructor(private readonly db: Database) {}

  /** Returns the names of all jobs that are in use. Jobs that have ended do not count as users. */
  all(): Set<string> {
    const names = new Set<string>();
    const rows = this.db.prepare(NEEDS).iterate() as Iterable<{
      text: string;
      run: string | null;
      job: string | null;
    }>;
    for (const { text, run, job } of rows) {
      for (const [, name = ''] of text.matchAll(MENTION)) names.add(name);
      if (run) names.add(run);
      if (job) names.add(job);
    }
    return names;
  }

  /** True when something outside this family uses an output of one of its jobs. For many families, pass `all()` as `needed`. */
  anyOf(family: readonly string[], needed = this.all()): boolean {
    if (family.some(name => needed.has(name))) return true;
    // Only steps are reused, and a step has a parent.
    return family.length > 1 && this.isReused(new Set(family));
  }

  private isReused(family: ReadonlySet<string>): boolean {
    const rows = this.db.prepare(REUSES).all() as { name: string; source: string }[];
    return rows.some(({ name, source }) => family.has(source) && !family.has(name));
  }
}
