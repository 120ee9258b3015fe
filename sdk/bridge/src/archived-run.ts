import type { Run, Workspace } from 'carry-ml';
import { findJob } from './run-kind.js';

/** The tag of an archived run: MLflow's search knows nothing of archived jobs, and no job archives an interactive run. */
export const ARCHIVED_TAG = 'carry.archived';

export function isArchived({ tags }: Pick<Run, 'tags'>): boolean {
  return tags[ARCHIVED_TAG] === 'true';
}

/** Archives a run that has ended, with its job if it has one, or restores it. Nothing is lost by that. */
export async function archiveRun(ws: Workspace, id: string, archived: boolean): Promise<void> {
  const [run, job] = await Promise.all([ws.runs.get(id), findJob(ws, id)]);
  // The job first: it refuses while it has not ended.
  if (job) await (archived ? ws.jobs.archive(id) : ws.jobs.restore(id));
  await run.setTags({ [ARCHIVED_TAG]: String(archived) });
}
