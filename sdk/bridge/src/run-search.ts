import { metricToJson, type Run, type RunSearch, type Workspace } from 'carry-ml';
import { printable } from 'carry-ml/errors';
import { NOTEBOOK_TAG } from 'carry-ml/notebooks';
import type { JobDetail, JobSummary } from './api.js';
import type { FoundRun, RunPage } from './run-list-api.js';
import { ARCHIVED_TAG, isArchived } from './archived-run.js';
import type { ExperimentNames } from './experiment-names.js';
import { ifFound } from './if-found.js';
import { describeJob, loggedBy, readJob, summarizeJob } from './job-summary.js';
import { findJob, isChildRun } from './run-kind.js';
import { isPinned, PINNED_TAG } from './pinned-run.js';
import { summarizeRun } from './run-summary.js';
import type { RunQuery } from './schemas/run-schema.js';

/** How many runs a request returns by default. */
const DEFAULT_LIMIT = 100;

/** Children are left out, and a pipeline or sweep may have thousands: a request reads no more pages than this. */
const MAX_PAGES = 20;

/** The most metrics and parameters of a run that a page of the list receives, and the most characters of a value. */
const MAX_METRICS = 30;
const MAX_PARAMETERS = 30;
const MAX_VALUE_LENGTH = 200;

export const NEWEST_FIRST = 'attributes.start_time DESC';

/** A filter has an operator; anything else is a part of a name. */
const FILTER = /[=<>]|\s(?:I?LIKE|IN|IS)\s/i;

/** What a search needs beyond the workspace. */
export interface SearchOptions {
  experiments: ExperimentNames;
  /** Returns the summary of a job that the feed has read, which tells more than its run. */
  known: (name: string) => JobSummary | undefined;
}

/** Searches the runs of the workspace, whatever started them; runs that belong to another one are left out. */
export async function searchRuns(
  ws: Workspace,
  query: RunQuery,
  options: SearchOptions
): Promise<RunPage> {
  const { limit = DEFAULT_LIMIT, token } = query;
  const pages = ws.runs.search(searchOf(query));
  const runs: FoundRun[] = token === undefined ? await namedExactly(ws, query, options) : [];
  let next = token;
  for (let page = 0; page < MAX_PAGES && runs.length < limit; page += 1) {
    const { items, next: following } = await pages.page(next);
    next = following;
    const found = items.filter(run => isFoundBy(query, run) && runs[0]?.name !== run.id);
    runs.push(...(await Promise.all(found.map(run => describe(ws, run, options)))));
    if (next === undefined) break;
  }
  return { runs, next: next ?? null };
}

/** Translates a query to MLflow's search, which may find more: see `isFoundBy`. */
export function searchOf(query: RunQuery): RunSearch {
  const { text = '', status, experiment, notebook = '', pinned, archived, order } = query;
  const wanted = text.trim();
  const filters = [
    ...(wanted === '' ? [] : [FILTER.test(wanted) ? wanted : nameContains(wanted)]),
    ...(status ? [`attributes.status = '${status}'`] : []),
    ...(notebook === '' ? [] : [`tags.\`${NOTEBOOK_TAG}\` LIKE '${pattern(notebook)}'`]),
    ...(pinned ? [`tags.\`${PINNED_TAG}\` = 'true'`] : []),
    ...(archived ? [`tags.\`${ARCHIVED_TAG}\` = 'true'`] : [])
  ];
  return {
    ...(experiment !== undefined && { experiments: [experiment] }),
    ...(filters.length > 0 && { filter: filters.join(' and ') }),
    orderBy: [order ?? NEWEST_FIRST]
  };
}

/** Leaves out the runs that MLflow's search cannot: children of others, archived ones, and those of notebooks with a similar name. */
export function isFoundBy({ notebook, archived = false }: RunQuery, run: Run): boolean {
  if (isChildRun(run) || isArchived(run) !== archived) return false;
  return notebook === undefined || notebook === (run.tags[NOTEBOOK_TAG] ?? '');
}

function nameContains(text: string): string {
  return `attributes.run_name ILIKE '%${pattern(text)}%'`;
}

/** MLflow's texts escape nothing; in a pattern, `_` stands for any one character, and so for a quote. */
function pattern(text: string): string {
  return text.replaceAll("'", '_');
}

/** A text may be the id of a run, which no filter can combine with a name. */
async function namedExactly(
  ws: Workspace,
  { text = '', status, experiment, notebook, pinned, archived }: RunQuery,
  options: SearchOptions
): Promise<FoundRun[]> {
  const id = text.trim();
  const isNarrowed = [status, experiment, notebook, pinned, archived].some(
    value => value !== undefined
  );
  if (!/^[\w-]{1,255}$/.test(id) || isNarrowed) return [];
  const run = await ifFound(ws.runs.get(id).then(found => describe(ws, found, options)));
  return run ? [run] : [];
}

async function describe(ws: Workspace, run: Run, options: SearchOptions): Promise<FoundRun> {
  const { parameters, ...summary } = await summaryOf(ws, run, options);
  return {
    ...summary,
    notebook: run.tags[NOTEBOOK_TAG] ?? null,
    isPinned: isPinned(run),
    parameters: parameters.slice(0, MAX_PARAMETERS).map(({ name, value }) => ({
      name: printable(name),
      value: printable(value.slice(0, MAX_VALUE_LENGTH))
    })),
    metrics: Object.entries(run.metrics)
      .slice(0, MAX_METRICS)
      .map(([key, value]) => ({ key: printable(key), value: metricToJson(value) }))
  };
}

async function summaryOf(
  ws: Workspace,
  run: Run,
  { known, experiments }: SearchOptions
): Promise<JobSummary & Pick<JobDetail, 'parameters'>> {
  const { parameters } = loggedBy(run, run.parameters);
  const read = known(run.id);
  if (read) return { ...read, parameters };
  const summary = summarizeRun(run, await experiments.nameOf(ws, run.experimentId));
  if (summary.kind === 'interactive' || summary.finished) return { ...summary, parameters };
  // Only the job tells whether it is queued, prepared or being cancelled, and what its parameters are before it has logged them.
  const job = await findJob(ws, run.id);
  if (!job) return { ...summary, parameters };
  const reading = await readJob(job);
  return { ...summarizeJob(reading), parameters: describeJob(reading).parameters };
}
