import type { Run, Workspace } from 'carry-ml';
import { NOTEBOOK_TAG } from 'carry-ml/notebooks';
import type { ExpiredRuns } from './run-list-api.js';
import { concurrently } from './concurrently.js';
import type { ExperimentNames } from './experiment-names.js';
import { isPinned } from './pinned-run.js';
import { isArchived } from './archived-run.js';
import { readAllRuns } from './read-all-runs.js';
import { isChildRun } from './run-kind.js';
import { NEWEST_FIRST } from './run-search.js';
import { summarizeRun } from './run-summary.js';
import type { RetentionQuery } from './schemas/run-schema.js';

const DAY_MS = 86_400_000;

/** The most runs that are found at once: each is asked for its models. */
const MAX_FOUND = 500;
const ASKED_AT_ONCE = 8;

/**
 * Finds the runs that are older than some days and not among the newest ones of their notebook, or of their experiment where they have
 * none. A run that is pinned, has not ended or has a registered model is never among them.
 */
export async function findExpired(
  ws: Workspace,
  { days, keep }: RetentionQuery,
  experiments: ExperimentNames,
  now = Date.now()
): Promise<ExpiredRuns> {
  const counts = new Map<string, number>();
  const old: Run[] = [];
  const search = { orderBy: [NEWEST_FIRST] };
  const isRead = await readAllRuns(ws, search, run => {
    if (isChildRun(run) || isArchived(run)) return;
    const group = run.tags[NOTEBOOK_TAG] ?? `experiment ${run.experimentId}`;
    const newer = counts.get(group) ?? 0;
    counts.set(group, newer + 1);
    const ended = run.endTime?.getTime() ?? Infinity;
    if (newer >= keep && now - ended > days * DAY_MS) old.push(run);
  });
  const unpinned = old.filter(run => !isPinned(run));
  // The oldest of them, if there are too many.
  const asked = unpinned.slice(-MAX_FOUND);
  const registered = await concurrently(asked, ASKED_AT_ONCE, hasRegisteredModel);
  const expired = asked.filter((_, at) => !registered[at]);
  return {
    runs: await Promise.all(
      expired.map(async run => summarizeRun(run, await experiments.nameOf(ws, run.experimentId)))
    ),
    pinned: old.length - unpinned.length,
    withModels: asked.length - expired.length,
    isComplete: isRead && unpinned.length <= MAX_FOUND
  };
}

async function hasRegisteredModel(run: Run): Promise<boolean> {
  return (await run.models()).some(({ version }) => version !== undefined);
}
