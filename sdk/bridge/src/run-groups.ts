import type { Run, Workspace } from 'carry-ml';
import { NOTEBOOK_TAG } from 'carry-ml/notebooks';
import type { RunGroup, RunGroups } from './run-list-api.js';
import type { ExperimentNames } from './experiment-names.js';
import { readAllRuns } from './read-all-runs.js';
import { hasEnded } from './run-kind.js';
import { isFoundBy, searchOf } from './run-search.js';
import type { RunGroupsQuery } from './schemas/run-schema.js';

/** Counts the runs that a search finds, by experiment or notebook. */
export async function countRuns(
  ws: Workspace,
  { by, ...query }: RunGroupsQuery,
  experiments: ExperimentNames
): Promise<RunGroups> {
  const groups = new Map<string, RunGroup>();
  const experimentOf = (run: Run) => experiments.nameOf(ws, run.experimentId);
  const isComplete = await readAllRuns(ws, searchOf(query), async run => {
    if (!isFoundBy(query, run)) return;
    const key = by === 'notebook' ? notebookOf(run) : await experimentOf(run);
    const group = groups.get(key) ?? { key, count: 0, unfinished: 0 };
    group.count += 1;
    if (!hasEnded(run)) group.unfinished += 1;
    groups.set(key, group);
  });
  return { groups: [...groups.values()], isComplete };
}

function notebookOf({ tags }: Run): string {
  return tags[NOTEBOOK_TAG] ?? '';
}
