import type { Run, Workspace } from 'carry-ml';
import { isCarryError } from 'carry-ml/errors';
import type { JobSummary } from './api.js';
import { isArchived } from './archived-run.js';
import type { ExperimentNames } from './experiment-names.js';
import { newest } from './newest.js';
import { isChildRun, isJobRun } from './run-kind.js';
import { NEWEST_FIRST } from './run-search.js';
import { summarizeRun } from './run-summary.js';

/** How many of the newest runs every poll reads, in which it finds those that have just started. */
const NEWEST = 20;

/** The newest runs that no job made. The first poll reads more than one that only looks for what has changed. */
export class InteractiveRuns {
  private known = new Map<string, JobSummary>();
  private hasRead = false;

  constructor(
    private readonly experiments: ExperimentNames,
    private readonly limit: number
  ) {}

  /** Reads what has changed since the last poll: two requests, and one for each unfinished run that is not among the newest. */
  async update(ws: Workspace): Promise<JobSummary[]> {
    const limit = this.hasRead ? NEWEST : this.limit;
    const { items } = await ws.runs.search({ orderBy: [NEWEST_FIRST], limit }).page();
    const listed = new Set(items.map(({ id }) => id));
    const unfinished = [...this.known.values()].filter(run => !run.finished);
    await Promise.all([
      ...items.map(run => this.add(ws, run)),
      ...unfinished.filter(({ name }) => !listed.has(name)).map(({ name }) => this.read(ws, name))
    ]);
    this.hasRead = true;
    const kept = newest([...this.known.values()], this.limit);
    this.known = new Map(kept.map(run => [run.name, run]));
    return kept;
  }

  private async add(ws: Workspace, run: Run): Promise<void> {
    if (isJobRun(run) || isChildRun(run)) return;
    if (isArchived(run) || run.isDeleted) {
      this.known.delete(run.id);
      return;
    }
    this.known.set(run.id, summarizeRun(run, await this.experiments.nameOf(ws, run.experimentId)));
  }

  private async read(ws: Workspace, id: string): Promise<void> {
    try {
      await this.add(ws, await ws.runs.get(id));
    } catch (e) {
      if (!isCarryError(e) || e.status !== 404) throw e;
      this.known.delete(id);
    }
  }
}
