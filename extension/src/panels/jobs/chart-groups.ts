import type { MetricSeries } from '@carry-ml/bridge';
import { curveOf, originOf, type Chart } from '../../charts/curve.js';

/** Puts `loss`, `val_loss` and `train/loss` of a run on one chart, and every other metric on its own. */
export function chartGroups(series: readonly MetricSeries[]): Chart[] {
  const groups = new Map<string, MetricSeries[]>();
  for (const one of series) {
    const title = subject(one.key);
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  const origin = originOf(series);
  return [...groups].map(([title, members]) => ({
    title: members.length === 1 ? (members[0]?.key ?? title) : title,
    curves: members.map((one, look) => curveOf(one, { key: one.key, label: one.key, look, origin }))
  }));
}

function subject(key: string): string {
  return key.replace(/^(train|training|val|validation|valid|test|eval)[_/.-]/i, '');
}
