import type { Workspace } from 'carry-ml';
import { cellSeconds } from 'carry-ml/notebooks';
import { isFoundBy, searchOf } from './run-search.js';
import type { RunQuery } from './schemas/run-schema.js';

/** How many completed runs of a notebook count: the newest have changed the least since. */
const MOST_READ = 10;

/** How many runs are read, of which some may be trials of sweeps or of a notebook with a similar name. */
const PAGE_SIZE = 100;

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
  const query: RunQuery = { notebook, status: 'FINISHED' };
  const { items } = await ws.runs.search({ ...searchOf(query), limit: PAGE_SIZE }).page();
  return items
    .filter(run => isFoundBy(query, run))
    .slice(0, MOST_READ)
    .flatMap(({ tags }) => {
      const seconds = cellSeconds(tags);
      return seconds ? [seconds] : [];
    });
}
