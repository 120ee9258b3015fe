import type { Workspace } from 'carry-ml';
import { cellSeconds } from 'carry-ml/notebooks';
import { searchOf } from './run-search.js';

/** How many completed runs of a notebook are read, of which the newest have changed the least since. */
const MOST_READ = 10;

/** How long what was read counts. */
const FRESH_MS = 60_000;

/** How long the cells of notebooks took in earlier runs, read once a minute for each notebook that runs. */
export class EarlierRuns {
  private readonly known = new Map<string, { at: number; seconds: Promise<number[][]> }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Returns the seconds of the cells of each of the newest completed runs of a notebook. */
  async cellSeconds(ws: Workspace, notebook: string): Promise<number[][]> {
    const { at = -Infinity, seconds } = this.known.get(notebook) ?? {};
    if (seconds && this.now() - at < FRESH_MS) return seconds;
    const reading = read(ws, notebook);
    this.known.set(notebook, { at: this.now(), seconds: reading });
    // A failure is not kept: the next poll reads again.
    reading.catch(() => this.known.delete(notebook));
    return reading;
  }

  /** Forgets what was read, because another run of the notebook has ended. */
  forget(notebook: string | undefined): void {
    if (notebook !== undefined) this.known.delete(notebook);
  }
}

async function read(ws: Workspace, notebook: string): Promise<number[][]> {
  const search = searchOf({ notebook, status: 'FINISHED' });
  const { items } = await ws.runs.search({ ...search, limit: MOST_READ }).page();
  return items.flatMap(({ tags }) => {
    const seconds = cellSeconds(tags);
    return seconds ? [seconds] : [];
  });
}
