import type { Run, Workspace } from 'carry-ml';

/**
 * The tag of a pinned run. A pin is kept in the workspace, not in the browser: it is there in every browser, and whoever cleans up
 * sees that somebody wants to keep the run.
 */
export const PINNED_TAG = 'carry.pinned';

export function isPinned({ tags }: Pick<Run, 'tags'>): boolean {
  return tags[PINNED_TAG] === 'true';
}

export async function pinRun(ws: Workspace, id: string, pinned: boolean): Promise<void> {
  await (await ws.runs.get(id)).setTags({ [PINNED_TAG]: String(pinned) });
}
