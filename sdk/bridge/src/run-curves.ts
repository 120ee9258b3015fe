import type { Run } from 'carry-ml';
import type { MetricSeries } from './api.js';
import { MetricCurves } from './metric-series.js';

/** How many runs keep their curves: those of two pages. */
const MOST_KEPT = 20;

/** The curves of the runs that pages compare. Of a run that is read again, only what is new is downloaded. */
export class RunCurves {
  /** By run; the one that was read last is last. */
  private readonly kept = new Map<string, MetricCurves>();
  /** The reading that goes on of each run: a second one waits, because both would add the same points. */
  private readonly turns = new Map<string, Promise<MetricSeries[]>>();

  /** Returns all curves of a run. */
  async read(run: Run): Promise<MetricSeries[]> {
    const before = this.turns.get(run.id);
    const turn = this.readAfter(before, run);
    this.turns.set(run.id, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(run.id) === turn) this.turns.delete(run.id);
    }
  }

  private async readAfter(before: Promise<unknown> | undefined, run: Run): Promise<MetricSeries[]> {
    await before?.catch(() => undefined);
    const curves = this.kept.get(run.id) ?? new MetricCurves();
    await curves.update(run);
    this.kept.delete(run.id);
    this.kept.set(run.id, curves);
    for (const [oldest] of this.kept) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(oldest);
    }
    return curves.all;
  }
}
