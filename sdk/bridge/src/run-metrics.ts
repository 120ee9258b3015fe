import { metricToJson, type MetricJson, type Run, type Workspace } from 'carry-ml';
import { printable } from 'carry-ml/errors';
import { ifFound } from './if-found.js';
import { hasEnded } from './run-kind.js';

/** The latest values of the metrics of a run. */
export interface MeasuredRun {
  /** The name for display. */
  name: string;
  metrics: { key: string; value: MetricJson }[];
}

/** The most runs that are remembered. */
const MAX_REMEMBERED = 1000;

/** Reads the metrics of runs. Those of a run that has ended are read once, because models are looked at again and again. */
export class RunMetrics {
  private readonly ended = new Map<string, MeasuredRun>();

  /** Returns the metrics of a run; null if there is no such run any more. */
  async read(ws: Workspace, id: string): Promise<MeasuredRun | null> {
    const known = this.ended.get(id);
    if (known) return known;
    const run = await ifFound(ws.runs.get(id));
    if (!run) return null;
    const measured = measure(run);
    if (hasEnded(run)) this.remember(id, measured);
    return measured;
  }

  private remember(id: string, measured: MeasuredRun): void {
    const [oldest] = this.ended.keys();
    if (oldest !== undefined && this.ended.size >= MAX_REMEMBERED) this.ended.delete(oldest);
    this.ended.set(id, measured);
  }
}

function measure(run: Run): MeasuredRun {
  const metrics = Object.entries(run.metrics)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key: printable(key), value: metricToJson(value) }));
  return { name: printable(run.name || run.id), metrics };
}
