import type { MetricReader, Run } from 'carry-ml';
import type { MetricSeries } from './api.js';
import { thin } from './thin.js';

/** The most points of a curve that are sent: a sidebar cannot show more. */
const MAX_POINTS = 600;

/** Reads the curves of one run repeatedly, and of each curve only what is new. */
export class MetricCurves {
  private readonly readers = new Map<string, MetricReader>();
  private readonly series = new Map<string, MetricSeries>();
  private latest: Readonly<Record<string, number>> = {};

  /** Returns all curves if a metric of the run has another latest value than before, otherwise null. */
  async update(run: Run): Promise<MetricSeries[] | null> {
    const { metrics } = run;
    const changed = Object.keys(metrics).filter(key => !Object.is(metrics[key], this.latest[key]));
    if (changed.length === 0) return null;
    await Promise.all(changed.map(key => this.read(run, key)));
    this.latest = metrics;
    return [...this.series.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  private async read(run: Run, key: string): Promise<void> {
    const reader = this.readers.get(key) ?? run.metricReader(key);
    this.readers.set(key, reader);
    const rows = await reader.read();
    const points: MetricSeries['points'] = rows.map(row => [row.step, row.value, row.timestamp]);
    this.series.set(key, { key, points: thin(points, MAX_POINTS) });
  }
}
