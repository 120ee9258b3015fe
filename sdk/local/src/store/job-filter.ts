import { labelledJobs, type JobLabel } from './job-labels.js';
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

/** Those of the filter's parts that are labels. */
function labelsOf({ tag, properties = [], assetName }: JobFilter): JobLabel[] {
  return [
    ...(tag === undefined ? [] : [{ kind: 'tag' as const, name: tag }]),
    ...properties.map(property => ({ kind: 'property' as const, ...property })),
    ...(assetName === undefined ? [] : [{ kind: 'asset' as const, name: assetName }])
  ];
}

/** What a row of jobs has to fulfil besides. */
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
