import type { Run } from 'carry-ml';
import type { MetricRow } from 'carry-ml/tracking';
import type { MetricSeries } from './api.js';
import { thin } from './thin.js';

/** More points than this a curve in a sidebar cannot show. */
const DRAWN = 600;

/** One metric of a run as a curve. */
export async function readSeries(run: Run, key: string): Promise<MetricSeries> {
  const table = await run.metricHistory(key);
  const rows = table.toArray() as MetricRow[];
  const points: MetricSeries['points'] = rows.map(row => [row.step, row.value, row.timestamp]);
  return { key, points: thin(points, DRAWN) };
}
