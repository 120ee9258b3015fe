import { metricToJson, type MetricReader, type MetricRow, type Run } from 'carry-ml';
import type { MetricSeries } from './api.js';
import { thin, type Point } from './thin.js';

/** The most points of a curve that are sent: a sidebar cannot show more. */
const MAX_POINTS = 600;

/** Reads the curves of one run repeatedly, and of each curve only what is new. */
export class MetricCurves {
  private readonly readers = new Map<string, MetricReader>();
  private readonly series = new Map<string, MetricSeries>();
  private latest: Readonly<Record<string, MetricRow>> = {};

  /** All curves as of the last update, sorted. */
  get all(): MetricSeries[] {
    return [...this.series.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /**
   * Returns all curves if a metric of the run has another latest point than before, otherwise null. The value alone does not tell: a
   * metric that stays at 1 is logged again too. `all` reads every curve, because a point of an earlier step changes no latest point.
   */
  async update(run: Run, all = false): Promise<MetricSeries[] | null> {
    const { latestMetrics: latest } = run;
    const changed = Object.keys(latest).filter(
      key => all || !isSame(latest[key], this.latest[key])
    );
    if (changed.length === 0) return null;
    await Promise.all(changed.map(key => this.read(run, key)));
    this.latest = latest;
    return this.all;
  }

  private async read(run: Run, key: string): Promise<void> {
    const reader = this.readers.get(key) ?? run.metricReader(key);
    this.readers.set(key, reader);
    const rows = await reader.read();
    const points = rows.map((row): Point => [row.step, row.value, row.timestamp]);
    this.series.set(key, { key, points: thin(points, MAX_POINTS).map(withJsonValue) });
  }
}

function withJsonValue([step, value, time]: Point): MetricSeries['points'][number] {
  return [step, metricToJson(value), time];
}

function isSame(a?: MetricRow, b?: MetricRow): boolean {
  return a?.step === b?.step && a?.timestamp === b?.timestamp && Object.is(a?.value, b?.value);
}
