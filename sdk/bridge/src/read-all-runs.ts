import type { Run, RunSearch, Workspace } from 'carry-ml';

/** No API of MLflow counts runs, so that they are read: this many per request, and no more than that in all. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 50;

/** Visits the runs that a search finds; returns false if there are more of them than were read. */
export async function readAllRuns(
  ws: Workspace,
  search: RunSearch,
  visit: (run: Run) => void | Promise<void>
): Promise<boolean> {
  const pages = ws.runs.search({ ...search, pageSize: PAGE_SIZE });
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next: following } = await pages.page(next);
    for (const run of items) await visit(run);
    next = following;
    if (next === undefined) return true;
  }
  return false;
}
