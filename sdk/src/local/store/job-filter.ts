import type { ListView } from './versioned-store.js';

/** Which jobs a list shows. */
export interface JobFilter {
  view: ListView;
  jobType?: string;
  /** Jobs that have a tag of this name. */
  tag?: string;
  /** Jobs that have each of these properties, with that value where there is one. */
  properties?: { name: string; value?: string }[];
  /** Jobs that wrote an asset of this name. */
  assetName?: string;
  /** Jobs that a schedule made, or those that none did. */
  scheduled?: boolean;
  /** Jobs that the schedule of this name made. */
  schedule?: string;
}

/** One page of a list: `skip` jobs after its beginning, or after the job of row `before`. */
export interface JobQuery extends JobFilter {
  skip: number;
  before?: number;
  top: number;
}

/** The property of a job that names the schedule which made it. */
export const SCHEDULE_PROPERTY = 'azureml.scheduleid';

/** What jobs are listed by besides their columns. The table has indexes on these very words. */
export const SCHEDULE = `json_extract(properties, '$.properties."${SCHEDULE_PROPERTY}"')`;
export const JOB_TYPE = "json_extract(properties, '$.jobType') COLLATE NOCASE";

/** The question for one page. It begins at its first row: only a page that is asked for by a count passes over those before it. */
export function pageOfJobs({ skip, before, top, ...filter }: JobQuery): {
  sql: string;
  values: (string | number)[];
} {
  const { condition, values } = conditionOf(filter);
  const from = before === undefined ? '' : 'AND seq < ?';
  return {
    sql: `SELECT * FROM jobs WHERE parent IS NULL AND ${condition} ${from} ORDER BY seq DESC LIMIT ? OFFSET ?`,
    values: [...values, ...(before === undefined ? [] : [before]), top, skip]
  };
}

/** A condition of SQL on a row of jobs with its values. */
function conditionOf(filter: JobFilter): { condition: string; values: string[] } {
  const { view, jobType, tag, properties, assetName, scheduled, schedule } = filter;
  const conditions: string[] = [];
  const values: string[] = [];
  const when = (value: string | undefined, condition: string) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  if (view !== 'All') conditions.push(`is_archived = ${view === 'ArchivedOnly' ? 1 : 0}`);
  when(jobType, `${JOB_TYPE} = ?`);
  when(tag, "json_extract(properties, '$.tags.' || json_quote(?)) IS NOT NULL");
  for (const { name, value } of properties ?? []) {
    const property = "json_extract(properties, '$.properties.' || json_quote(?))";
    when(name, value === undefined ? `${property} IS NOT NULL` : `${property} = ?`);
    if (value !== undefined) values.push(value);
  }
  when(
    assetName,
    "EXISTS (SELECT 1 FROM json_each(properties, '$.outputs') WHERE json_extract(value, '$.assetName') = ?)"
  );
  if (scheduled !== undefined) conditions.push(`${SCHEDULE} IS ${scheduled ? 'NOT NULL' : 'NULL'}`);
  when(schedule, `${SCHEDULE} = ?`);
  return { condition: conditions.join(' AND ') || 'true', values };
}
