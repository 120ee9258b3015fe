import type { Run, Workspace } from 'carry-ml';
import { NOTEBOOK_TAG } from 'carry-ml/notebooks';
import type { RunGroup, RunGroups } from './run-list-api.js';
import type { ExperimentNames } from './experiment-names.js';
import { isFoundBy, searchOf } from './run-search.js';
import type { RunGroupsQuery } from './schemas/run-schema.js';

/** No API of MLflow counts runs, so that they are read: this many per request, and no more than that in all. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 50;

/** Counts the runs that a search finds, by experiment or notebook. */
export async function countRuns(
  ws: Workspace,
  { by, ...query }: RunGroupsQuery,
  experiments: ExperimentNames
): Promise<RunGroups> {
  const groups = new Map<string, RunGroup>();
  const experimentOf = (run: Run) => experiments.nameOf(ws, run.experimentId);
  const pages = ws.runs.search({ ...searchOf(query), pageSize: PAGE_SIZE });
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next: following } = await pages.page(next);
    for (const run of items.filter(one => isFoundBy(query, one))) {
      const key = by === 'notebook' ? notebookOf(run) : await experimentOf(run);
      const group = groups.get(key) ?? { key, count: 0, unfinished: 0 };
      group.count += 1;
      if (run.status === 'RUNNING' || run.status === 'SCHEDULED') group.unfinished += 1;
      groups.set(key, group);
    }
    next = following;
    if (next === undefined) break;
  }
  return { groups: [...groups.values()], isComplete: next === undefined };
}

function notebookOf({ tags }: Run): string {
  return tags[NOTEBOOK_TAG] ?? '';
}
