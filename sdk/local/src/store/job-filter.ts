import { labelledJobs, type JobLabel } from './job-labels.js';
import type { ListView } from './versioned-store.js';

/** The filter of a list of jobs. */
export interface JobFilter {
  view: ListView;
  jobType?: string;
  /** Jobs that have a tag of this name. */
  tag?: string;
  /** Jobs that have each of these properties, with that value where there is one. */
  properties?: { name: string; value?: string }[];
  /** Jobs that wrote an asset of this name. */
  assetName?: string;
  /** True for jobs of a schedule, false for all others. */
  scheduled?: boolean;
  /** Jobs of the schedule with this name. */
  schedule?: string;
}

/** One page of a list: `skip` jobs after its start, or after the job of row `before`. */
export interface JobQuery extends JobFilter {
  skip: number;
  before?: number;
  top: number;
}

/** The property of a job that names its schedule. */
export const SCHEDULE_PROPERTY = 'azureml.scheduleid';

/** Expressions by which jobs are filtered. The table has indexes on exactly these expressions. */
export const SCHEDULE = `json_extract(properties, '$.properties."${SCHEDULE_PROPERTY}"')`;
export const JOB_TYPE = "json_extract(properties, '$.jobType') COLLATE NOCASE";

/** Builds the query for one page. It starts at the first row of the page; only with `skip` does it read the rows before. */
export function pageOfJobs({ skip, before, top, ...filter }: JobQuery): {
  sql: string;
  values: (string | number)[];
} {
  const labelled = labelledJobs(labelsOf(filter));
  const { conditions, values } = conditionsOf(filter);
  const all = [...labelled.conditions, 'jobs.parent IS NULL', ...conditions];
  const from = before === undefined ? '' : `AND ${labelled.seq} < ?`;
  return {
    sql: `SELECT jobs.* FROM ${labelled.from} WHERE ${all.join(' AND ')} ${from}
      ORDER BY ${labelled.seq} DESC LIMIT ? OFFSET ?`,
    values: [...labelled.values, ...values, ...(before === undefined ? [] : [before]), top, skip]
  };
}

/** Returns the parts of the filter that are labels. */
function labelsOf({ tag, properties = [], assetName }: JobFilter): JobLabel[] {
  return [
    ...(tag === undefined ? [] : [{ kind: 'tag' as const, name: tag }]),
    ...properties.map(property => ({ kind: 'property' as const, ...property })),
    ...(assetName === undefined ? [] : [{ kind: 'asset' as const, name: assetName }])
  ];
}

/** Returns the other conditions on a row of jobs. */
function conditionsOf({ view, jobType, scheduled, schedule }: JobFilter): {
  conditions: string[];
  values: string[];
} {
  const conditions: string[] = [];
  if (view !== 'All') conditions.push(`is_archived = ${view === 'ArchivedOnly' ? 1 : 0}`);
  if (jobType !== undefined) conditions.push(`${JOB_TYPE} = ?`);
  if (scheduled !== undefined) conditions.push(`${SCHEDULE} IS ${scheduled ? 'NOT NULL' : 'NULL'}`);
  if (schedule !== undefined) conditions.push(`${SCHEDULE} = ?`);
  return { conditions, values: [jobType, schedule].filter(value => value !== undefined) };
}
