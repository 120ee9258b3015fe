import type { Workspace } from 'carry-ml';
import type { DeletionPreview } from './run-list-api.js';
import { concurrently } from './concurrently.js';
import { isPinned } from './pinned-run.js';
import { findJob } from './run-kind.js';

/** The files of more runs are not counted, which takes three requests each. */
const MAX_COUNTED = 100;
const COUNTED_AT_ONCE = 8;

/** Deletes a job with its files for good, or an interactive run so that it can be restored. */
export async function deleteRun(ws: Workspace, id: string): Promise<void> {
  if (await findJob(ws, id)) await ws.jobs.delete(id);
  else await (await ws.runs.get(id)).delete();
}

/** Restores an interactive run that was deleted. */
export async function restoreRun(ws: Workspace, id: string): Promise<void> {
  await (await ws.runs.get(id)).restore();
}

/** Says what the runs have that would be deleted with them, and which models were registered from them. */
export async function previewDeletion(
  ws: Workspace,
  ids: readonly string[]
): Promise<DeletionPreview> {
  const counted = await concurrently(ids.slice(0, MAX_COUNTED), COUNTED_AT_ONCE, async id => {
    const run = await ws.runs.get(id);
    const [files, models] = await Promise.all([run.listFiles(), run.models()]);
    return { files, models, isPinned: isPinned(run) };
  });
  const files = counted.flatMap(one => one.files);
  return {
    files: files.length,
    bytes: files.reduce((sum, { size = 0 }) => sum + size, 0),
    models: counted.flatMap(({ models }) =>
      models.flatMap(({ name, version }) => (version ? [{ name, version }] : []))
    ),
    keepsModelFiles: ws.kind === 'local',
    pinned: counted.filter(one => one.isPinned).length,
    isComplete: ids.length <= MAX_COUNTED
  };
}
