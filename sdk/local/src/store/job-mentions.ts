import type { Database } from 'libsql';
import { UNENDED } from './unended.js';

/** Every form in which a URI names a job whose files it means. */
const MENTION = /(?:\bdcid\.|\bjobs\/|\bruns:\/+|\bazureml\/)([\w-]+)/g;

/** Texts that may name a job, and names. Code is left out: it is uploaded, never put out. */
const NEEDS = `
  SELECT source AS text, run_id AS run, job_name AS job FROM model_versions
  UNION ALL SELECT properties, NULL, NULL FROM assets WHERE version <> '' AND kind <> 'codes'
  UNION ALL SELECT properties, NULL, NULL FROM schedules
  UNION ALL SELECT body, NULL, NULL FROM deployments
  UNION ALL SELECT properties, NULL, NULL FROM jobs WHERE ${UNENDED}`;

/** A step that was not run, because another job had done the same, has its output from there. */
const REUSES = `SELECT name, json_extract(properties, '$.properties."azureml.reusedrunid"') AS source FROM jobs
  WHERE instr(properties, 'azureml.reusedrunid')`;

/** Whether what a job put out is still needed: by a model, a data asset, a schedule, a deployment, a job that has not ended. */
export class JobMentions {
  constructor(private readonly db: Database) {}

  /** The jobs that anything needs which is not one of them or a job that has ended. */
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

  /** True when something outside of this family of jobs needs what one of them put out. Who asks for many reads `all` once. */
  anyOf(family: readonly string[], needed = this.all()): boolean {
    if (family.some(name => needed.has(name))) return true;
    // Only a step is ever reused, and a step has a parent.
    return family.length > 1 && this.isReused(new Set(family));
  }

  private isReused(family: ReadonlySet<string>): boolean {
    const rows = this.db.prepare(REUSES).all() as { name: string; source: string }[];
    return rows.some(({ name, source }) => family.has(source) && !family.has(name));
  }
}
